import ImagePullCredentials

/// References and what each parses to.
struct ParseReport: Sendable {
  let references: [Reference]

  /// One reference.
  struct Reference: Sendable {
    let asWritten: String
    let result: Result<ImageReference, ImageReference.ParseError>
  }

  init(_ references: [String]) {
    self.references = references.map { text in
      do throws(ImageReference.ParseError) {
        return Reference(asWritten: text, result: .success(try ImageReference(text)))
      } catch {
        return Reference(asWritten: text, result: .failure(error))
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
  var text: String {
    var page = TextPage()
    for reference in references {
      page.blank()
      switch reference.result {
      case .success(let image):
        page.reference(reference.asWritten)
        page.add(partsOf: image)
      case .failure(let error):
        page.add(reference.asWritten, error)
      }
    }
    return page.text
  }
}

extension TextPage {
  fileprivate mutating func add(partsOf image: ImageReference) {
    let parts: [(String, String?)] = [
      ("registry", image.registry.isEmpty ? "(none)" : image.registry),
      ("repository", image.repository),
      ("tag", image.tag),
      ("digest", image.digest),
      ("normalised", image.description),
      ("familiar", image.familiar),
      ("matched as", image.name),
    ]
    for case (let label, let value?) in parts {
      field(label, value, column: 12, indent: 2)
    }
  }

  /// A text that is no reference, a caret under the byte where the trouble is, and what it is.
  mutating func add(_ reference: String, _ error: ImageReference.ParseError, indent: Int = 0) {
    let excerpt = Excerpt(of: reference, around: error.offset, width: Self.width - indent)
    line(excerpt.text, indent: indent)
    line(String(repeating: " ", count: excerpt.column) + "^", indent: indent)
    paragraph("not an image reference: \(error)", indent: indent)
  }
}

// MARK: - JSON

extension ParseReport {
  var json: String {
    var writer = JSONWriter(.indented(2))
    writer.object { writer in
      writer.member("references", objects: references) { writer, reference in
        writer.member("asWritten", reference.asWritten)
        switch reference.result {
        case .success(let image): writer.members(of: image)
        case .failure(let error): writer.member("error", error)
        }
      }
    }
    return writer.text + "\n"
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
