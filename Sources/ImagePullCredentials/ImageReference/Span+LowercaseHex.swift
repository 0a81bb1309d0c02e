extension Span<UInt8> {
  /// The end of the run of 0-9 and a-f from `start`, read eight bytes at a time: a digest is most
  /// of the text that it is in.
  @inline(__always)
  func endOfLowercaseHex(from start: Int) -> Int {
    var offset = start
    while count - offset >= 8 {
      // The load checks its bounds, and any eight bytes are a word.
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard word.isLowercaseHex else { break }
      offset += 8
    }
    return end(from: offset) { $0.isLowercaseHexDigit }
  }
}

extension UInt64 {
  /// Whether each of the eight bytes is in 0-9 or a-f.
  ///
  /// To a byte below 0x80, adding `0x80 - bound` sets its top bit just when it is at least `bound`,
  /// and nothing is carried into the next byte.
  @inline(__always)
  fileprivate var isLowercaseHex: Bool {
    let each: UInt64 = 0x0101_0101_0101_0101
    let topBits = each &* 0x80
    guard self & topBits == 0 else { return false }
    let isDigit = (self &+ each &* (0x80 - 0x30)) & ~(self &+ each &* (0x80 - 0x3A))
    let isLetter = (self &+ each &* (0x80 - 0x61)) & ~(self &+ each &* (0x80 - 0x67))
    return (isDigit | isLetter) & topBits == topBits
  }
}
