import ManifestYAML

/// The invariants of a stream of documents. Fuzzers and the corpus replay run it.
package enum ManifestYAMLCheck {
  /// The invariant that does not hold for `input`; nil if all hold.
  package static func violation(in input: [UInt8]) -> String? {
    do {
      let fromFile = try read(input, from: .file)
      let fromURL = try read(input, from: .url)
      let isMarked = input.starts(with: [0xEF, 0xBB, 0xBF])
      if String(validating: input, as: UTF8.self) != nil, !isMarked {
        try require(fromFile == fromURL, "a file and a URL differ")
      }
      return nil
    } catch {
      return error.description
    }
  }

  private struct Violation: Error {
    let description: String
  }

  private static func require(
    _ condition: Bool, _ description: @autoclosure () -> String
  ) throws(Violation) {
    guard condition else { throw Violation(description: description()) }
  }

  /// The reader's result for an input.
  private struct Outcome: Equatable {
    var documents: [[UInt8]] = []
    var error: YAMLError?
    var place: YAMLPosition?
  }

  /// Reads all documents, and checks each.
  private static func read(
    _ input: [UInt8], from source: YAMLReader.Source
  ) throws(Violation) -> Outcome {
    var outcome = Outcome()
    var reader = YAMLReader(input.span, from: source)
    do {
      while let document = try reader.next() {
        let json = [UInt8](copying: document.json)
        outcome.documents.append(json)
        if let violation = violation(in: document, json, outcome.documents.count, of: input) {
          throw Violation(description: violation)
        }
      }
    } catch let error as YAMLError {
      let place = YAMLPosition(line: error.line, column: error.column)
      try require(
        error.document == outcome.documents.count + 1 && isInside(place, input),
        "\(error.code) in document \(error.document) at \(place)")
      outcome.error = error
      outcome.place = place
    } catch {
      throw error as? Violation ?? Violation(description: "\(error)")
    }
    let rest = (try? reader.next())?.number
    try require(rest == nil, "there is a document after the end")
    return outcome
  }

  private static func violation(
    in document: borrowing YAMLDocument, _ json: [UInt8], _ number: Int, of input: [UInt8]
  ) -> String? {
    do {
      try require(document.number == number, "number \(document.number), not \(number)")
      try require(document.isNull == (json == Array("null".utf8)), "isNull")
      try requireValue(json)
      let positions = document.positions
      var last = YAMLPosition(line: 0, column: 0)
      for offset in [0, json.count / 2, json.count] {
        let place = positions.position(ofByte: offset)
        try require(
          place.line >= document.line && isInside(place, input), "byte \(offset) is at \(place)")
        if document.isVerbatim {
          try require(
            (place.line, place.column) >= (last.line, last.column), "\(place) after \(last)")
        }
        last = place
      }
      if !document.isVerbatim {
        try require(String(validating: json, as: UTF8.self) != nil, "the JSON text is no UTF-8")
        try requireSecondPass(json)
      }
      return nil
    } catch {
      return error.description
    }
  }

  private static func isInside(_ place: YAMLPosition, _ input: [UInt8]) -> Bool {
    place.line >= 1 && place.column >= 1 && place.line + place.column <= input.count + 2
  }

  /// The text is one JSON value, and is returned unchanged.
  private static func requireValue(_ json: [UInt8]) throws(Violation) {
    let object = Array("{\"\":".utf8) + json + Array("}".utf8)
    var reader = YAMLReader(object.span, from: .url)
    guard let document = try? reader.next(), document.isVerbatim else {
      throw Violation(description: "no JSON: \(String(decoding: json, as: UTF8.self))")
    }
    try require([UInt8](copying: document.json) == object, "JSON does not give itself")
    try require((try? reader.next())?.number == nil, "more than one value")
  }

  /// JSON text that is read as YAML gives the same text, unless YAML reads a part of it differently.
  private static func requireSecondPass(_ json: [UInt8]) throws(Violation) {
    guard json.isReadAlikeAsYAML else { return }
    let text = Array("#\n".utf8) + json + Array("\n".utf8)
    var reader = YAMLReader(text.span, from: .url)
    do {
      guard let document = try reader.next() else {
        throw Violation(description: "nothing in the second pass")
      }
      let again = [UInt8](copying: document.json)
      try require(
        again == json,
        "\(String(decoding: json, as: UTF8.self)) gives \(String(decoding: again, as: UTF8.self))")
    } catch let error as YAMLError {
      throw Violation(description: "\(String(decoding: json, as: UTF8.self)): \(error)")
    } catch {
      throw error as? Violation ?? Violation(description: "\(error)")
    }
  }
}

extension [UInt8] {
  fileprivate init(copying span: Span<UInt8>) {
    self = span.withUnsafeBufferPointer { Array($0) }
  }

  /// Whether YAML reads Go's JSON text to the same text: it has no -0, which is 0 in YAML, no `\ufffd`, which is an
  /// escape only for ill-formed UTF-8, no string longer than a simple key, and no character that YAML rejects or reads
  /// as a line end.
  fileprivate var isReadAlikeAsYAML: Bool {
    var stringStart: Int?
    for (index, byte) in enumerated() {
      let next = index + 1 < count ? self[index + 1] : 0
      switch byte {
      case UInt8(ascii: "\"") where index == 0 || self[index - 1] != UInt8(ascii: "\\"):
        if let start = stringStart, index - start > 1_000 { return false }
        stringStart = stringStart == nil ? index : nil
      case UInt8(ascii: "-") where next == UInt8(ascii: "0"): return false
      case UInt8(ascii: "f") where index > 1 && self[(index - 2)...index] == [0x5C, 0x75, 0x66]:
        return false
      case 0x7F: return false
      case 0xC2 where next < 0xA0: return false
      case 0xEF where next >= 0xBB: return false
      default: break
      }
    }
    return true
  }
}
