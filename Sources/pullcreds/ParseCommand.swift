import ImagePullCredentials
import KubernetesPulls

extension Subcommand {
  /// `pullcreds parse`.
  static let parse = Subcommand(
    name: "parse",
    summary: "The parts of image references.",
    usage: ["IMAGE… [-o text|json]"],
    about: [
      "Parses each IMAGE as container engines and the kubelet do, and shows its registry, "
        + "repository, tag and digest, its normalised and its short form, and the name that "
        + "registry keys are compared with. Where one does not parse, the error points at the byte."
    ],
    options: [.output],
    examples: [
      Example(purpose: "What is nginx, in full?", command: "pullcreds parse nginx:1.27"),
      Example(
        purpose: "For a script:",
        command: "pullcreds parse localhost:5000/app -o json | jq -r '.references[].registry'"),
    ],
    exitStatus: [
      (.success, "Every IMAGE is a reference."),
      (.negative, "Some IMAGE is not."),
      (.unusable, "The arguments cannot be used."),
    ],
    run: { arguments throws in
      let format = try arguments.choice(of: .output, default: OutputFormat.text)
      let report = ParseReport(try arguments.requiredOperands("IMAGE"))
      return CommandResult(report, in: format)
    })
}

/// References and the parts of each.
struct ParseReport: Report, Sendable {
  let references: [Reference]

  /// One reference.
  struct Reference: Sendable {
    let originalText: String
    let result: Result<ImageReference, ImageReference.ParseError>
  }

  init(_ references: [String]) {
    self.references = references.map { text in
      do throws(ImageReference.ParseError) {
        return Reference(originalText: text, result: .success(try ImageReference(text)))
      } catch {
        return Reference(originalText: text, result: .failure(error))
      }
    }
  }

  var status: ExitStatus {
    let isValid = references.allSatisfy { reference in
      if case .success = reference.result { true } else { false }
    }
    return isValid ? .success : .negative
  }
}

// MARK: - Text

extension ParseReport {
  var text: SafeText {
    var page = TextPage()
    for reference in references {
      page.blank()
      switch reference.result {
      case .success(let image):
        page.reference(reference.originalText)
        page.add(partsOf: image)
      case .failure(let error):
        page.add(reference.originalText, error)
      }
    }
    return page.text
  }
}

extension TextPage {
  fileprivate mutating func add(partsOf image: ImageReference) {
    let parts: [(SafeText, String?)] = [
      ("registry", image.registry.isEmpty ? nil : image.registry),
      ("repository", image.repository),
      ("tag", image.tag),
      ("digest", image.digest),
      ("normalised", image.description),
      ("familiar", image.familiar),
      ("matched as", image.name),
    ]
    if image.registry.isEmpty { field("registry", "(none)", column: 12, indent: 2) }
    for case (let label, let value?) in parts {
      field(label, reference: value, column: 12, indent: 2)
    }
  }

  /// A text that is not a reference, a caret under the wrong byte, and the error.
  mutating func add(_ reference: String, _ error: ImageReference.ParseError, indent: Int = 0) {
    let shown = ImageReference.displayText(of: reference)
    if shown.utf8.elementsEqual(reference.utf8) {
      let excerpt = Excerpt(of: reference, around: error.offset, width: width - indent - 2)
      line(excerpt.text, indent: indent)
      line(.spaces(excerpt.column) + "^", indent: indent)
    } else {
      // With userinfo or escapes, the caret would be under another byte.
      line("\(word: shown)", indent: indent)
    }
    paragraph("not an image reference: \(sentence: error.description)", indent: indent)
  }
}

/// A part of a line around a byte, short enough for a terminal.
struct Excerpt: Sendable, Hashable {
  /// The shown text, in quotes unless it is one word, with `…` for text that is left out before and
  /// after.
  let text: SafeText
  /// The column of the byte in `text`, from 0; one after the last for a byte at the end.
  let column: Int

  /// An excerpt of at most `width` columns, plus three for quotes and the byte at the end.
  init(of line: String, around offset: Int, width: Int) {
    // A scalar may take several columns as an escape, which is not split.
    var cells: [String] = []
    var target: Int?
    var byte = 0
    for scalar in line.unicodeScalars {
      if target == nil, offset < byte + UTF8.width(scalar) { target = cells.count }
      byte += UTF8.width(scalar)
      cells += scalar.printable.map(String.init)
    }
    var column = target ?? cells.count
    var shown = cells[...]
    var (before, after) = ("", "")
    if cells.count > width {
      let room = width - 2
      let start = min(max(0, column - room / 2), cells.count - room)
      shown = cells[start..<start + room]
      column -= start
      if start > 0 { before = "…" }
      if start + room < cells.count { after = "…" }
    }
    let isWord = ("\(word: line)" as SafeText).text.utf8.elementsEqual(line.utf8)
    let quote: SafeText = isWord ? "" : "\""
    text = "\(quote)\(sentence: before + shown.joined() + after)\(quote)"
    self.column = column + before.count + (isWord ? 0 : 1)
  }
}

// MARK: - JSON

extension ParseReport {
  var json: SafeText {
    SafeText(jsonObject: { writer in
      writer.member("references", objects: references) { writer, reference in
        writer.member("originalText", ImageReference.displayText(of: reference.originalText))
        switch reference.result {
        case .success(let image): writer.members(of: image)
        case .failure(let error): writer.member("error", error)
        }
      }
    })
  }
}

extension JSONWriter {
  fileprivate mutating func members(of image: ImageReference) {
    member("registry", image.registry)
    member("repository", image.repository)
    member("tag", image.tag)
    member("digest", image.digest)
    member("normalised", image.description)
    member("familiar", image.familiar)
    member("name", image.name)
  }
}
