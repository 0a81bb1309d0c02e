import ImagePullCredentials
import PullDiagnosis

extension CheckReport {
  /// The report for people: each finding after its place, as in compilers.
  var text: SafeText {
    var page = TextPage()
    for results in open.grouped {
      let finding = results[0].finding
      for result in results.prefix(Self.placeLimit) {
        page.line(
          "\(result.place.text): \(sentence: finding.severity.description): "
            + "\(word: finding.code.rawValue)")
      }
      if results.count > Self.placeLimit {
        page.line("… and \(count(results.count - Self.placeLimit, "more place"))")
      }
      page.paragraph(finding.problemText, indent: 2)
      page.paragraph("→ \(finding.adviceText)", indent: 2, hanging: 2)
      page.blank()
    }
    for error in errors {
      page.paragraph("\(error.place.text): error: \(error.reason)", hanging: 2)
    }
    page.blank()
    page.line(summary)
    for (reason, notes) in passedOver.grouped {
      let first = notes[0].place
      let place =
        first.line > 1 || notes[0].kind == .noManifest ? first.text : "\(word: first.file)"
      let more: SafeText = notes.count > 1 ? " and \(count(notes.count - 1, "more file"))" : ""
      page.paragraph("– \(place)\(more): \(reason)", indent: 2, hanging: 2)
    }
    return page.text
  }

  /// How many places with the same mistake are printed.
  private static let placeLimit = 16

  private var summary: SafeText {
    let findings: SafeText? = open.isEmpty ? nil : count(open.count, "finding")
    let problems: SafeText? = errors.isEmpty ? nil : count(errors.count, "error")
    let all = [findings, problems].compactMap(\.self).joined(separator: " and ")
    var text: SafeText = all.isEmpty ? "Nothing wrong was found" : all
    text += " in \(count(fileCount, "file")) with \(count(objectCount, "object"))"
    let accepted = results.count - open.count
    if accepted > 0 { text += "; \(accepted) accepted" }
    return text + (passedOver.isEmpty ? "." : "; not checked:")
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
      writer.member("notes", objects: notes) { writer, note in
        writer.member("kind", note.kind.rawValue)
        writer.members(of: note.place)
        writer.member("reason", note.reason.text)
        writer.member("isError", note.isError)
      }
    }
    return SafeText(json: writer.text + "\n")
  }
}

extension [CheckReport.Result] {
  /// The results that say the same of several places together, in the order of the first of each.
  fileprivate var grouped: [[CheckReport.Result]] {
    var groups: [[CheckReport.Result]] = []
    var indices: [[SafeText]: Int] = [:]
    for result in self {
      let finding = result.finding
      let key: [SafeText] = [
        "\(sentence: finding.severity.description)", "\(word: finding.code.rawValue)",
        finding.problemText, finding.adviceText,
      ]
      if let index = indices[key] {
        groups[index].append(result)
      } else {
        indices[key] = groups.count
        groups.append([result])
      }
    }
    return groups
  }
}

extension [CheckReport.Note] {
  /// The notes by their reasons, in the order of the first of each. Each mistake in a text has its
  /// own place.
  fileprivate var grouped: [(reason: SafeText, notes: [CheckReport.Note])] {
    var groups: [(reason: SafeText, notes: [CheckReport.Note])] = []
    var indices: [String: Int] = [:]
    for note in self {
      let key = note.isDuplicate ? "" : note.reason.text
      if note.kind != .noManifest, let index = indices[key] {
        groups[index].notes.append(note)
      } else {
        indices[key] = groups.count
        groups.append((note.reason, [note]))
      }
    }
    return groups
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
