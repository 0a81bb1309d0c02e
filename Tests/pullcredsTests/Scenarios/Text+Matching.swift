import Foundation

extension String {
  /// White space as single spaces, and command lines that were broken with `\` as one.
  var inOneLine: String {
    replacing(pattern: #"[ \t]*\\\n\s*"#, with: " ").replacing(pattern: #"\s+"#, with: " ")
  }

  private func replacing(pattern: String, with text: String) -> String {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return self }
    return expression.stringByReplacingMatches(
      in: self, range: NSRange(startIndex..., in: self), withTemplate: text)
  }

  /// The groups of each match of a regular expression, the whole match first.
  func matches(of pattern: String) -> [[String]] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
    return expression.matches(in: self, range: NSRange(startIndex..., in: self)).map { match in
      (0..<match.numberOfRanges).map { group in
        Range(match.range(at: group), in: self).map { String(self[$0]) } ?? ""
      }
    }
  }

  /// The groups of the first match.
  func firstMatch(of pattern: String) -> [String]? { matches(of: pattern).first }

  /// The JSON objects in a row that the text begins with.
  var jsonDocuments: [[String: Any]] {
    var documents: [[String: Any]] = []
    var (depth, start, isString, isEscaped) = (0, utf8.startIndex, false, false)
    for index in utf8.indices {
      switch utf8[index] {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isString: isEscaped = true
      case UInt8(ascii: "\""): isString.toggle()
      case _ where isString: break
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 0 { start = index }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        guard depth == 0 else { continue }
        let data = Data(utf8[start...index])
        guard let object = try? JSONSerialization.jsonObject(with: data) else { return documents }
        if let object = object as? [String: Any] { documents.append(object) }
      default: break
      }
    }
    return documents
  }

  /// The text that is base64 here, padded or not.
  var base64Decoded: String? {
    let padded = padding(toLength: (count + 3) / 4 * 4, withPad: "=", startingAt: 0)
    return Data(base64Encoded: padded).flatMap { String(data: $0, encoding: .utf8) }
  }
}

extension [String: Any] {
  /// The string under `name`; empty if there is none.
  func text(_ name: String) -> String { self[name] as? String ?? "" }

  /// The object under `name`; empty if there is none.
  func object(_ name: String) -> [String: Any] { self[name] as? [String: Any] ?? [:] }
}
