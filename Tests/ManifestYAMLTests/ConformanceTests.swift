import TestSupport
import Foundation
import ManifestYAML
import Testing

/// What kubectl's reader was recorded to make of streams of YAML and JSON documents.
@Suite struct ConformanceTests {
  @Test func yaml() throws {
    try Vectors.replay(
      "yaml", as: Row.self, isDivergent: { $0.hasInnerByteOrderMark && $0.mismatch != nil },
      mismatch: { $0.mismatch })
  }
}

/// A recorded case.
private struct Row: Decodable, Sendable {
  struct Document: Decodable, Sendable {
    let json: String
    let fromJSON: Bool?
    let raw: String?
    let rawBase64: String?
    /// What the strict reader says of the document's text; nil if it takes it.
    let strictError: String?

    /// The bytes that kubectl gets.
    var bytes: [UInt8] {
      if let rawBase64 { return Array(Data(base64Encoded: rawBase64) ?? Data()) }
      return Array((raw ?? json).utf8)
    }
  }

  struct Failure: Decodable, Sendable {
    let document: Int
    let message: String
    let line: Int?
  }

  struct Outcome: Decodable, Sendable {
    let documents: [Document]
    let error: Failure?
  }

  let id: String
  let text: String?
  let base64: String?
  let documents: [Document]
  let error: Failure?
  let viaFile: Outcome?

  private var bytes: [UInt8] {
    text.map { Array($0.utf8) } ?? Array(Data(base64Encoded: base64 ?? "") ?? Data())
  }

  /// Whether there is a byte order mark inside of a document, which goyaml looks for in the wrong place: the one divergence
  /// (Docs/YAML.md).
  var hasInnerByteOrderMark: Bool {
    Data(bytes).dropFirst().range(of: Data([0xEF, 0xBB, 0xBF])) != nil
  }

  /// What differs, or nil.
  var mismatch: String? {
    let bytes = bytes
    let outcome = Outcome(documents: documents, error: error)
    return Self.mismatch(bytes, .url, outcome).map { "url: \($0)" }
      ?? Self.mismatch(bytes, .file, viaFile ?? outcome).map { "file: \($0)" }
      ?? Self.strictMismatch(bytes, documents).map { "strict: \($0)" }
  }

  private static func mismatch(
    _ bytes: [UInt8], _ source: YAMLReader.Source, _ expected: Outcome
  ) -> String? {
    var reader = YAMLReader(bytes.span, from: source)
    var index = 0
    do {
      while let document = try reader.next() {
        let json = document.json.withUnsafeBufferPointer { Array($0) }
        guard index < expected.documents.count else {
          return "document \(index) should not be there: \(String(decoding: json, as: UTF8.self))"
        }
        let wanted = expected.documents[index]
        guard json == wanted.bytes, document.isVerbatim == (wanted.fromJSON ?? false) else {
          return "document \(index) is \(String(decoding: json, as: UTF8.self)), not "
            + String(decoding: wanted.bytes, as: UTF8.self)
        }
        guard document.isNull == (wanted.json == "null") else { return "isNull" }
        index += 1
      }
    } catch {
      guard let wanted = expected.error else { return "document \(index) fails: \(error)" }
      guard error.document == wanted.document + 1, index == wanted.document else {
        return "fails in document \(error.document), not \(wanted.document + 1)"
      }
      guard error.kubectlLine == wanted.line, matches(error.kubectlMessage, wanted.message) else {
        return "fails with \(error.kubectlMessage), not \(wanted.message)"
      }
      return nil
    }
    if let error = expected.error { return "does not fail with \(error.message)" }
    guard index == expected.documents.count else { return "\(index) documents" }
    return nil
  }

  /// What differs in what the strict reader says of each document's text, or nil.
  private static func strictMismatch(_ bytes: [UInt8], _ documents: [Document]) -> String? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var reader = YAMLReader(bytes.span, from: .url)
    var index = 0
    var lineOfJSON = 0
    while index < documents.count, let document = try? reader.next() {
      defer { index += 1 }
      if document.isVerbatim { lineOfJSON = document.line }
      // A separator is the first line of a document that nothing was before.
      let first = document.line - 1
      let end = lines[(first + 1)...].firstIndex { $0.starts(with: "---".utf8) } ?? lines.count
      // YAML after JSON in one line has no line of its own to cut out.
      guard document.line > lineOfJSON else { continue }
      let text = Array(lines[first..<end].joined(separator: [UInt8(ascii: "\n")]))
      // The reader does not quote keys.
      let wanted = documents[index].strictError?.replacing(/key .* already/, with: "key … already")
      let said = strictError(text)
      guard said == wanted else {
        return "document \(index): \(said ?? "accepted"), not \(wanted ?? "accepted")"
      }
    }
    return nil
  }

  /// The strict reader's message, in goyaml's words.
  private static func strictError(_ text: [UInt8]) -> String? {
    do {
      let keys = try StrictYAMLDocument(text.span).repeatedKeys
      guard !keys.isEmpty else { return nil }
      return keys.reduce("yaml: unmarshal errors:") { message, key in
        message + "\n  line \(key.kubeletLine): key … already set in map"
      }
    } catch {
      return "\(error)"
    }
  }

  /// Whether `message` is kubectl's, with any text for each `…`.
  private static func matches(_ message: String, _ wanted: String) -> Bool {
    let parts = message.components(separatedBy: "…")
    guard wanted.hasPrefix(parts[0]), wanted.hasSuffix(parts[parts.count - 1]) else { return false }
    var rest = Substring(wanted)
    for part in parts where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return parts.count > 1 || rest.isEmpty
  }
}
