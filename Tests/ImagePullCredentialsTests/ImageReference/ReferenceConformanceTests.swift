import TestSupport
import ImagePullCredentials
import Testing

/// What upstream answered for each recorded input, bytes and kinds of error included.
struct ReferenceConformanceTests {
  struct Case: Decodable, Sendable {
    var input: String
    var ok: Bool
    var name: String?
    var domain: String?
    var path: String?
    var tag: String?
    var digest: String?
    var string: String?
    var familiar: String?
    var error: String?
  }

  @Test func recordedReferences() throws {
    try Vectors.replay("reference", as: Case.self) { vector in
      let fromText = Self.answer { () throws(ImageReference.ParseError) in
        try ImageReference(vector.input)
      }
      let fromBytes = Self.answer { () throws(ImageReference.ParseError) in
        try ImageReference(utf8: Array(vector.input.utf8))
      }
      let expected = Self.expected(vector)
      guard !Self.same(fromText, expected) || !Self.same(fromBytes, expected) else { return nil }
      return "\(vector.input.debugDescription) gave \(fromText), from bytes \(fromBytes), "
        + "not \(expected)"
    }
  }

  private static func answer(
    _ parse: () throws(ImageReference.ParseError) -> ImageReference
  ) -> [String?] {
    do {
      let image = try parse()
      return [
        image.name, image.registry, image.repository, image.tag, image.digest, image.description,
        image.familiar, nil,
      ]
    } catch {
      return Array(repeating: nil, count: 7) + [error.code.description]
    }
  }

  private static func expected(_ vector: Case) -> [String?] {
    [
      vector.name, vector.ok ? vector.domain ?? "" : nil, vector.path, vector.tag, vector.digest,
      vector.string, vector.familiar, vector.error,
    ]
  }

  /// Byte for byte; `String` would compare by canonical equivalence.
  private static func same(_ left: [String?], _ right: [String?]) -> Bool {
    left.map { $0.map { Array($0.utf8) } } == right.map { $0.map { Array($0.utf8) } }
  }
}
