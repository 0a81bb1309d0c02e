/// What the kubelet makes of the text of an `auth` field, transcribed without regard to speed.
enum GoAuthField {
  /// pkg/credentialprovider/config.go, `decodeDockerConfigFieldAuth`; nil for its errors.
  static func decode(_ field: String) -> (username: [UInt8], password: [UInt8])? {
    // `strings.TrimSpace`, by whose last byte the encoding is chosen; what is decoded is untrimmed.
    var trimmed = field.unicodeScalars[...]
    while let last = trimmed.last, last.properties.isWhitespace { trimmed.removeLast() }
    let isPadded = trimmed.last == "="
    guard let decoded = base64(Array(field.utf8), isPadded: isPadded),
      let colon = decoded.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return (Array(decoded[..<colon]), Array(decoded[(colon + 1)...]))
  }

  /// encoding/base64: `StdEncoding` or `RawStdEncoding`, which both pass over CR and LF.
  private static func base64(_ text: [UInt8], isPadded: Bool) -> [UInt8]? {
    var characters = text.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
    if isPadded {
      guard characters.count % 4 == 0 else { return nil }
      let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      guard padding <= 2 else { return nil }
      characters.removeLast(padding)
    }
    guard characters.count % 4 != 1 else { return nil }
    var decoded: [UInt8] = []
    var group = 0
    for (number, character) in characters.enumerated() {
      guard let value = values[Int(character)] else { return nil }
      group = (group << 6 | value) & 0xFF_FFFF
      // The second, third and fourth character of a group each complete a byte.
      let place = number % 4
      if place > 0 { decoded.append(UInt8(truncatingIfNeeded: group >> (6 - 2 * place))) }
    }
    return decoded
  }

  /// `EncodeToString` of either encoding.
  static func encode(_ bytes: [UInt8], isPadded: Bool) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for sextet in 0...group.count { text.append(alphabet[bits >> (18 - 6 * sextet) & 0x3F]) }
      if isPadded {
        text += [UInt8](repeating: UInt8(ascii: "="), count: 3 - group.count)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The six bits of each character; nil for bytes outside the alphabet.
  private static let values: [Int?] = (0...255).map { alphabet.firstIndex(of: $0) }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
