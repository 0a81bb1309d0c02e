// Finding the part of a pattern that follows a star, in time that does not grow with the product of
// the two lengths: whoever writes a long key and a long image would choose both.

extension LabelGlob {
  /// How long a part may be to be tried at each place in turn.
  static let maximumTrialLength = 32

  /// The longest label that a part with a class is looked for in.
  ///
  /// No DNS name is longer than 253 bytes, so that nothing can be pulled from such a host. A class
  /// stands in a key only by accident, in the zone of an IPv6 address.
  package static let maximumLabelLengthForClasses = 253

  /// Where `literal` ends in `label`, at its first place from `start` on, or, if it `isLast`, at the
  /// end of `label`; nil if it stands nowhere or behind a `/`. O(length of both).
  static func end(
    of literal: Span<UInt8>, in label: Span<UInt8>, from start: Int, isLast: Bool
  ) -> Int? {
    let place: Int
    if isLast {
      place = label.count - literal.count
      guard place >= start, label.extracting(place...).hasSameBytes(as: literal) else { return nil }
    } else {
      guard let first = firstOffset(of: literal, in: label, from: start) else { return nil }
      place = first
    }
    let hasSlash = label.firstOffset(of: UInt8(ascii: "/"), in: start..<place) != nil
    return hasSlash ? nil : place + literal.count
  }

  /// The search of Knuth, Morris and Pratt. `literal` is not empty.
  private static func firstOffset(
    of literal: Span<UInt8>, in label: Span<UInt8>, from start: Int
  ) -> Int? {
    let borders = borders(of: literal)
    var matched = 0
    for offset in start..<label.count {
      while matched > 0, literal[matched] != label[offset] { matched = borders[matched - 1] }
      if literal[matched] == label[offset] { matched += 1 }
      if matched == literal.count { return offset + 1 - matched }
    }
    return nil
  }

  /// For each beginning of `literal`, the length of the longest shorter one that it also ends in.
  private static func borders(of literal: Span<UInt8>) -> [Int] {
    var borders = [0]
    borders.reserveCapacity(literal.count)
    var matched = 0
    for offset in 1..<literal.count {
      while matched > 0, literal[matched] != literal[offset] { matched = borders[matched - 1] }
      if literal[matched] == literal[offset] { matched += 1 }
      borders.append(matched)
    }
    return borders
  }
}
