extension Span<UInt8> {
  /// The text in UTF-8 if this begins with a byte order mark of UTF-16; what is ill-formed becomes U+FFFD.
  var utf16Decoded: [UInt8]? {
    guard count >= 2 else { return nil }
    let isLittleEndian: Bool
    switch (self[0], self[1]) {
    case (0xFF, 0xFE): isLittleEndian = true
    case (0xFE, 0xFF): isLittleEndian = false
    default: return nil
    }
    var units: [UInt16] = []
    units.reserveCapacity(count / 2)
    for offset in stride(from: 2, to: count - 1, by: 2) {
      let (first, second) = (UInt16(self[offset]), UInt16(self[offset + 1]))
      units.append(isLittleEndian ? second << 8 | first : first << 8 | second)
    }
    var bytes = Array(String(decoding: units, as: UTF16.self).utf8)
    if count % 2 == 1 { bytes.append(contentsOf: UTF8.encodedReplacementCharacter) }
    return bytes
  }
}
