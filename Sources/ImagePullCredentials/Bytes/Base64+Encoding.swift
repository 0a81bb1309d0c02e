extension Base64 {
  /// Appends `bytes` in padded base64, Go's `StdEncoding`.
  static func encode(_ bytes: Span<UInt8>, appendingTo text: inout [UInt8]) {
    text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group: UInt32 = 0
      for offset in 0..<count { group |= UInt32(bytes[index + offset]) << UInt32(16 - offset * 8) }
      for sextet in 0..<4 {
        let value = Int(group >> UInt32(18 - sextet * 6) & 0x3F)
        text.append(sextet <= count ? alphabet[value] : UInt8(ascii: "="))
      }
      index += count
    }
  }

  /// `bytes` in padded base64, Go's `StdEncoding`.
  package static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    encode(bytes, appendingTo: &text)
    return text
  }
}
