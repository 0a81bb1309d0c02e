/// Positions in a short text: what is left to try of a regular expression that has read so far.
///
/// Matching by sets reads a pattern as its author wrote it, without backtracking. A set is 128 bits,
/// so that a text has at most ``maximumLength`` bytes.
struct PositionSet {
  private var bits: UInt128

  static let maximumLength = 127

  init(_ position: Int) {
    bits = 1 << UInt128(position)
  }

  private init(bits: UInt128) {
    self.bits = bits
  }

  var isEmpty: Bool { bits == 0 }

  func contains(_ position: Int) -> Bool { bits >> UInt128(position) & 1 == 1 }

  /// Either of two ways.
  static func | (one: PositionSet, other: PositionSet) -> PositionSet {
    PositionSet(bits: one.bits | other.bits)
  }

  /// The positions whose bytes are in a class.
  struct Members {
    fileprivate var bits: UInt128 = 0

    mutating func insert(_ position: Int) { bits |= 1 << UInt128(position) }
  }

  /// `[class]`.
  func one(_ members: Members) -> PositionSet {
    PositionSet(bits: (bits & members.bits) << 1)
  }

  /// `[class]+`.
  func oneOrMore(_ members: Members) -> PositionSet {
    repeating { $0.one(members) }
  }

  /// `[class]*`.
  func zeroOrMore(_ members: Members) -> PositionSet {
    self | oneOrMore(members)
  }

  /// `(?:step)+`.
  func repeating(_ step: (PositionSet) -> PositionSet) -> PositionSet {
    var all = step(self)
    while true {
      let more = all | step(all)
      if more.bits == all.bits { return all }
      all = more
    }
  }
}
