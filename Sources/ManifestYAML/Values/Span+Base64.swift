extension Span<UInt8> {
  /// The bytes of standard base64 with padding, CR and LF left out, as Go's `base64.StdEncoding` decodes it; nil if it is none.
  var base64Decoded: [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var digitCount = 0
    var paddingCount = 0
    for index in indices {
      let byte = self[index]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
      if byte == UInt8(ascii: "=") {
        // Two digits and two, or three and one, and then the end.
        guard digitCount + paddingCount >= 2, digitCount + paddingCount < 4 else { return nil }
        paddingCount += 1
        continue
      }
      guard paddingCount == 0, let value = Self.base64Value(of: byte) else { return nil }
      bits = bits << 6 | value
      digitCount += 1
      guard digitCount == 4 else { continue }
      for shift in [16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
      digitCount = 0
    }
    guard digitCount == 0 || digitCount + paddingCount == 4 else { return nil }
    if digitCount == 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 4)) }
    if digitCount == 3 {
      bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
    }
    return bytes
  }

  private static func base64Value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
