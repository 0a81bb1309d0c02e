extension Span<UInt8> {
  /// The length of the well-formed multi-byte sequence at `index`, nil if there is none (Unicode, table 3-7).
  func wellFormedLength(at index: Int, before end: Int) -> Int? {
    let length: Int
    let second: ClosedRange<UInt8>
    switch self[index] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard index + length <= end, second.contains(self[index + 1]) else { return nil }
    for next in index + 2..<index + length where self[next] & 0xC0 != 0x80 { return nil }
    return length
  }
}

extension Span<UInt8> {
  /// Whether the bytes are well-formed UTF-8.
  var isUTF8: Bool {
    (try? UTF8Span(validating: self)) != nil
  }
}
