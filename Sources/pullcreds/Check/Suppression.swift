import ImagePullCredentials
import PullDiagnosis

/// Why a finding does not count: it was accepted, with a reason.
struct Suppression: Sendable, Hashable {
  let reason: String
  /// Whether it is in a comment at the field; otherwise it is in a baseline.
  let isInSource: Bool
}

/// Comments such as `# pullcreds:ignore secret-missing made by the platform team`, on the line of the field,
/// or alone on the line before it.
struct SuppressionComments {
  /// The start of each line of the file, and the end of the last one.
  private let lineStarts: [Int]
  private let bytes: [UInt8]

  private static let mark = Array("pullcreds:ignore".utf8)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lineStarts =
      [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 } + [bytes.count]
  }

  /// What the comments at `line`, from 1, say about findings with this code.
  enum Answer: Equatable {
    case silent
    case accepted(Suppression)
    /// There is a comment for the code, but without a reason, so it does not count.
    case withoutReason
  }

  func answer(for code: Finding.Code, atLine line: Int) -> Answer {
    var answer = Answer.silent
    for (line, isBefore) in [(line, false), (line - 1, true)] {
      guard let words = wordsOfComment(atLine: line, standingAlone: isBefore),
        let codes = words.first
      else { continue }
      guard
        codes.split(separator: ",").contains(where: { $0.utf8.elementsEqual(code.rawValue.utf8) })
      else { continue }
      let reason = words.dropFirst().joined(separator: " ")
      guard reason.isEmpty else {
        return .accepted(Suppression(reason: reason, isInSource: true))
      }
      answer = .withoutReason
    }
    return answer
  }

  /// The words after the mark in a comment of the line; nil if there is none, or if the comment has to be
  /// alone and is not.
  private func wordsOfComment(atLine line: Int, standingAlone: Bool) -> [Substring]? {
    guard line >= 1, line < lineStarts.count else { return nil }
    let text = bytes[lineStarts[line - 1]..<lineStarts[line]]
    guard let mark = text.firstRange(of: Self.mark) else { return nil }
    let before = text[..<mark.lowerBound].filter { $0 != UInt8(ascii: " ") }
    guard before.last == UInt8(ascii: "#"), !standingAlone || before.count == 1 else { return nil }
    let rest = text[mark.upperBound...]
    return String(decoding: rest, as: UTF8.self).split { $0 == " " || $0.isNewline || $0 == "\t" }
  }
}

/// Findings that were accepted together, so that a check fails only for new ones: a JSON file.
///
/// ```json
/// { "findings": [ { "fingerprint": "…", "code": "secret-missing", "file": "app.yaml", "reason": "…" } ] }
/// ```
struct Baseline {
  private var reasons: [ExactText: String] = [:]

  /// A baseline that accepts nothing.
  init() {}

  /// Reads a baseline. Unknown members are ignored.
  ///
  /// - Throws: the position where the text is not a baseline.
  init(json bytes: [UInt8]) throws(JSONError) {
    var json = JSONReader(bytes.span)
    var members = try json.beginObject()
    while let name = try json.nextName(&members) {
      guard json.text(name) == "findings" else {
        try json.skipValue()
        continue
      }
      var elements = try json.beginArray()
      while try json.nextElement(&elements) { try read(&json) }
    }
    try json.expectEnd()
  }

  private mutating func read(_ json: inout JSONReader) throws(JSONError) {
    var fingerprint = ""
    var reason = ""
    var members = try json.beginObject()
    while let name = try json.nextName(&members) {
      switch json.text(name) {
      case "fingerprint": fingerprint = json.text(try json.string())
      case "reason": reason = json.text(try json.string())
      default: try json.skipValue()
      }
    }
    reasons[ExactText(fingerprint)] = reason
  }

  /// Why the finding with this fingerprint was accepted; nil if it was not, or without a reason.
  func suppression(of fingerprint: String) -> Suppression? {
    guard let reason = reasons[ExactText(fingerprint)], !reason.isEmpty else { return nil }
    return Suppression(reason: reason, isInSource: false)
  }

  /// The text of a baseline that accepts `results` for `reason`.
  static func text(accepting results: [CheckReport.Result], reason: String) -> String {
    var writer = JSONWriter(.indented(2))
    writer.object { writer in
      writer.member("findings", objects: results) { writer, result in
        writer.member("fingerprint", result.fingerprint)
        writer.member("code", result.finding.code.rawValue)
        writer.member("file", result.place.file)
        writer.member("reason", reason)
      }
    }
    return writer.text + "\n"
  }
}
