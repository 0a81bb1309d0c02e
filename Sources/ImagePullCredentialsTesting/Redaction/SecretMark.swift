/// A word that tests put into every secret, and look for in everything that is shown.
package enum SecretMark {
  /// The mark. Whatever holds it is a secret.
  package static let text = "cAnArY"

  /// Whether `output` shows the mark, as it is or in another spelling: in base64, as hexadecimal
  /// digits, as a list of bytes.
  package static func isShown(in output: String) -> Bool {
    if spellings.contains(where: output.contains) { return true }
    // A dump writes each byte on a line of its own.
    let lines = output.split(separator: "\n").map { $0.drop { $0 == " " } }
    return lines.joined(separator: "\n").contains(dumped)
  }

  /// `text` in base64.
  package static func base64(_ text: String) -> String {
    GoAuthField.encode(Array(text.utf8), isPadded: true)
  }

  private static let spellings: [String] = {
    let bytes = text.utf8.map { "\($0)" }
    return [text, bytes.joined(separator: ", "), hexadecimal] + inBase64
  }()

  private static let dumped = text.utf8.map { "- \($0)" }.joined(separator: "\n")

  private static let hexadecimal = text.utf8.map { String($0, radix: 16) }.joined()

  /// In base64 a text has three spellings, by its offset modulo three; of each, the characters that
  /// do not depend on the neighbours.
  private static let inBase64 = (0..<3).map { shift in
    let encoded = base64(String(repeating: "-", count: shift) + text)
    return String(encoded.dropFirst(shift + 1).prefix(6))
  }
}
