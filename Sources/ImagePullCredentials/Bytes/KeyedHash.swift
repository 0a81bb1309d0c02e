/// A fast hash of byte strings, for tables whose keys come from anyone who can write a Secret.
///
/// Two secrets are drawn once per process, so that keys cannot be chosen to collide. Each step multiplies to 128
/// bits and folds the halves. Equal hashes do not mean equal keys: every table compares the bytes.
struct KeyedHash: Sendable {
  private(set) var state: UInt64

  private static let secrets: (UInt64, UInt64) = (
    UInt64.random(in: .min ... .max) | 1, UInt64.random(in: .min ... .max) | 1
  )

  /// A hash that starts out different for each `origin`.
  init(origin: UInt64 = 0) {
    state = Self.secrets.0 ^ (origin &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Takes in the next eight bytes.
  @inline(__always)
  mutating func combine(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: Self.secrets.1)
    state = product.high ^ product.low
  }

  /// Takes in all of `bytes`, and their number.
  @inline(__always)
  mutating func combine(_ bytes: Span<UInt8>) {
    combine(blocksOf: bytes, from: 0, to: bytes.count / 8)
    combineTail(of: bytes, before: bytes.count)
  }

  /// Takes in the bytes between the last whole block and `end`, and `end` itself: with the blocks before, all of
  /// the first `end` bytes.
  @inline(__always)
  mutating func combineTail(of bytes: Span<UInt8>, before end: Int) {
    combine(bytes.tailWord(before: end))
    combine(UInt64(truncatingIfNeeded: end))
  }

  /// Takes in the blocks of eight bytes numbered `first` up to, not including, `last`.
  @inline(__always)
  mutating func combine(blocksOf bytes: Span<UInt8>, from first: Int, to last: Int) {
    for block in first..<last { combine(bytes.word(at: block * 8)) }
  }

  /// Both halves of the state in one.
  var folded: UInt32 { UInt32(truncatingIfNeeded: state ^ (state >> 32)) }

  static func of(_ bytes: Span<UInt8>) -> KeyedHash {
    var hash = KeyedHash()
    hash.combine(bytes)
    return hash
  }
}

extension Span<UInt8> {
  /// The bytes after the last whole block of eight before `end`, as one word.
  @inline(__always)
  func tailWord(before end: Int) -> UInt64 {
    let length = end & 7
    guard length > 0 else { return 0 }
    // A whole word that ends at `end`, without the bytes that belong to the block before.
    if end >= 8 { return self.word(at: end - 8) >> UInt64(64 - length * 8) }
    var word: UInt64 = 0
    for index in 0..<length { word |= UInt64(self[index]) << UInt64(index * 8) }
    return word
  }
}
