import ImagePullCredentials
import PullDiagnosis

extension CheckReport {
  /// The report for a person: each finding after its place, as compilers print it.
  var text: SafeText {
    var page = TextPage()
    for result in open {
      page.line(
        "\(result.place.text): \(sentence: result.finding.severity.description): "
          + "\(word: result.finding.code.rawValue)")
      page.paragraph(result.finding.problemText, indent: 2)
      page.paragraph("→ \(result.finding.adviceText)", indent: 2, hanging: 2)
      page.blank()
    }
    for passed in passedOver where passed.isError {
      page.paragraph("\(passed.place.text): cannot be read: \(passed.reason)", hanging: 2)
    }
    page.blank()
    page.line(summary)
    for passed in passedOver where !passed.isError {
      page.paragraph("– \(word: passed.place.file): \(passed.reason)", indent: 2, hanging: 2)
    }
    return page.text
  }

  private var summary: SafeText {
    let accepted = results.count - open.count
    let files = Set(open.map(\.place.file)).count
    var text: SafeText =
      open.isEmpty
      ? "Nothing wrong was found"
      : "\(count(open.count, "finding")) in \(files) of \(count(fileCount, "file"))"
    if open.isEmpty {
      text += " in \(count(fileCount, "file")) with \(count(objectCount, "object"))"
    }
    if accepted > 0 { text += "; \(accepted) accepted" }
    let passed = passedOver.count(where: { !$0.isError })
    return text + (passed > 0 ? "; not read:" : ".")
  }

  /// The report for programs. The members are described in Docs/Command.md and are stable.
  var json: SafeText {
    var writer = JSONWriter(.indented(2))
    writer.object { writer in
      writer.member("files", fileCount)
      writer.member("objects", objectCount)
      writer.member("findings", objects: results) { writer, result in
        writer.member("code", result.finding.code.rawValue)
        writer.member("severity", result.finding.severity.code)
        writer.members(of: result.place)
        writer.member("problem", result.finding.problem)
        writer.member("advice", result.finding.advice)
        writer.member("command", result.finding.command)
        writer.member("fingerprint", result.fingerprint)
        writer.member("accepted", result.suppression?.reason)
      }
      writer.member("notRead", objects: passedOver) { writer, passed in
        writer.members(of: passed.place)
        writer.member("reason", passed.reason.text)
        writer.member("isError", passed.isError)
      }
    }
    return SafeText(json: writer.text + "\n")
  }
}

extension CheckReport.Place {
  /// Such as `deploy/app.yaml:14:9`.
  fileprivate var text: SafeText { "\(word: file):\(line):\(column)" }
}

extension JSONWriter {
  fileprivate mutating func members(of place: CheckReport.Place) {
    member("file", place.file)
    member("line", place.line)
    member("column", place.column)
  }
}
