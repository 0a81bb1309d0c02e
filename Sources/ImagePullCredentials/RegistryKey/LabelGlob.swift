/// A pattern for one label of a registry host, matched as by Go's `filepath.Match` on Unix
/// (path/filepath, match.go).
///
/// | Pattern | Matches |
/// |---|---|
/// | `*` | any run of bytes without `/` |
/// | `?` | one character other than `/` |
/// | `[a-z0]`, `[^a-z0]` | one character of those, or one of no range |
/// | `\c` | the character `c` |
/// | any other byte | itself |
///
/// A registry key cannot use most of this, because it is read as a URL first: `?` begins a query; `\`
/// is rejected, and so are brackets, except around an IPv6 address, which is then a class by accident.
///
/// A malformed pattern matches nothing. A character is a UTF-8 scalar, or one byte if the text is not
/// UTF-8.
package enum LabelGlob {
  /// Whether `pattern` can match only itself.
  static func isLiteral(_ pattern: Span<UInt8>) -> Bool {
    for offset in pattern.indices where isSpecial(pattern[offset]) { return false }
    return true
  }

  /// Whether `byte` has a special meaning.
  @inline(__always)
  static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"): true
    default: false
    }
  }

  /// Whether `label` matches `pattern`, whole against whole.
  ///
  /// A later `*` never makes an earlier one backtrack, so the time is O(length of both).
  static func matches(pattern: Span<UInt8>, label: Span<UInt8>) -> Bool {
    var nextChunk = 0
    var start = 0
    while nextChunk < pattern.count {
      let chunk = Chunk(in: pattern, from: nextChunk)
      nextChunk = chunk.range.upperBound
      let isLast = nextChunk == pattern.count
      if chunk.followsStar, chunk.range.isEmpty {
        return label.firstOffset(of: UInt8(ascii: "/"), in: start..<label.count) == nil
      }
      if chunk.followsStar, chunk.range.count > maximumTrialLength {
        let part = pattern.extracting(chunk.range)
        if isLiteral(part) {
          guard let end = end(of: part, in: label, from: start, isLast: isLast) else {
            return false
          }
          start = end
          continue
        }
        guard label.count <= maximumLabelLengthForClasses else { return false }
      }
      // Without a star, the chunk has to match here; the last chunk has to reach the end of the label.
      while true {
        if let end = chunk.end(in: pattern, matching: label, from: start),
          !isLast || end == label.count
        {
          start = end
          break
        }
        guard chunk.followsStar, start < label.count, label[start] != UInt8(ascii: "/") else {
          return false
        }
        start += 1
      }
    }
    return start == label.count
  }
}

extension LabelGlob {
  /// The longest part of a pattern without a star, and whether there is a star before it.
  private struct Chunk {
    let range: Range<Int>
    let followsStar: Bool

    init(in pattern: Span<UInt8>, from start: Int) {
      var first = start
      while first < pattern.count, pattern[first] == UInt8(ascii: "*") { first += 1 }
      var end = first
      var isInClass = false
      scan: while end < pattern.count {
        switch pattern[end] {
        case UInt8(ascii: "\\"): end += end + 1 < pattern.count ? 1 : 0
        case UInt8(ascii: "["): isInClass = true
        case UInt8(ascii: "]"): isInClass = false
        case UInt8(ascii: "*") where !isInClass: break scan
        default: break
        }
        end += 1
      }
      range = first..<end
      followsStar = first > start
    }

    /// Where in `label` this chunk ends if it begins at `start`; `nil` if it does not match.
    ///
    /// Go reads a chunk to its end also after a mismatch, to find errors. Here an error and a mismatch
    /// give the same result.
    func end(in pattern: Span<UInt8>, matching label: Span<UInt8>, from start: Int) -> Int? {
      var position = start
      var offset = range.lowerBound
      while offset < range.upperBound {
        guard position < label.count else { return nil }
        switch pattern[offset] {
        case UInt8(ascii: "["):
          let character = Character(in: label, at: position, before: label.count)
          guard
            let end = endOfClass(in: pattern, from: offset + 1, holding: character.value)
          else { return nil }
          offset = end
          position += character.width
        case UInt8(ascii: "?"):
          guard label[position] != UInt8(ascii: "/") else { return nil }
          position += Character(in: label, at: position, before: label.count).width
          offset += 1
        case let byte:
          if byte == UInt8(ascii: "\\") {
            offset += 1
            guard offset < range.upperBound else { return nil }
          }
          guard pattern[offset] == label[position] else { return nil }
          offset += 1
          position += 1
        }
      }
      return position
    }

    /// The end of the class whose `[` is before `start`; `nil` if `value` is not in it or it is
    /// malformed.
    private func endOfClass(
      in pattern: Span<UInt8>, from start: Int, holding value: UInt32
    ) -> Int? {
      var offset = start
      var isNegated = false
      if offset < range.upperBound, pattern[offset] == UInt8(ascii: "^") {
        isNegated = true
        offset += 1
      }
      var isHeld = false
      var isFirst = true
      while offset < range.upperBound {
        if pattern[offset] == UInt8(ascii: "]"), !isFirst {
          return isHeld == isNegated ? nil : offset + 1
        }
        guard let low = bound(in: pattern, at: &offset) else { return nil }
        var high = low
        if pattern[offset] == UInt8(ascii: "-") {
          offset += 1
          guard let end = bound(in: pattern, at: &offset) else { return nil }
          high = end
        }
        isHeld = isHeld || (low <= value && value <= high)
        isFirst = false
      }
      return nil
    }

    /// One end of a range in a class.
    ///
    /// On success, `offset` is within the chunk.
    private func bound(in pattern: Span<UInt8>, at offset: inout Int) -> UInt32? {
      guard offset < range.upperBound, pattern[offset] != UInt8(ascii: "-"),
        pattern[offset] != UInt8(ascii: "]")
      else { return nil }
      if pattern[offset] == UInt8(ascii: "\\") { offset += 1 }
      guard offset < range.upperBound else { return nil }
      let character = Character(in: pattern, at: offset, before: range.upperBound)
      offset += character.width
      return character.isMalformed || offset >= range.upperBound ? nil : character.value
    }
  }
}

extension LabelGlob {
  /// One character as Go's `utf8.DecodeRune` reads it (unicode/utf8, utf8.go).
  private struct Character {
    let value: UInt32
    let width: Int

    /// Whether the byte does not begin a UTF-8 scalar.
    var isMalformed: Bool { value == 0xFFFD && width == 1 }

    /// There must be a byte at `offset`.
    init(in text: Span<UInt8>, at offset: Int, before end: Int) {
      let first = text[offset]
      let length = first < 0x80 ? 1 : text.wellFormedLength(at: offset, before: end)
      guard let length else {
        (value, width) = (0xFFFD, 1)
        return
      }
      // The first byte of a sequence of n bytes begins with n ones and a zero.
      var value = UInt32(length > 1 ? first & (0x7F >> UInt8(length)) : first)
      for index in offset + 1..<offset + length { value = value << 6 | UInt32(text[index] & 0x3F) }
      (self.value, width) = (value, length)
    }
  }
}

// Finding the part of a pattern that follows a star, in time that does not grow with the product of
// the two lengths: an attacker can choose both a long key and a long image.

extension LabelGlob {
  /// The longest part that is tried at each place in turn.
  static let maximumTrialLength = 32

  /// The longest label in which a part with a class is searched.
  ///
  /// No DNS name is longer than 253 bytes, so nothing can be pulled from such a host. A class is in a
  /// key only by accident, in the zone of an IPv6 address.
  package static let maximumLabelLengthForClasses = 253

  /// The end of the first `literal` in `label` from `start` on or, if it `isLast`, of the one at the
  /// end of `label`; nil if there is none, or only after a `/`. O(length of both).
  static func end(
    of literal: Span<UInt8>, in label: Span<UInt8>, from start: Int, isLast: Bool
  ) -> Int? {
    let place: Int
    if isLast {
      place = label.count - literal.count
      guard place >= start, label.extracting(place...).hasSameBytes(as: literal) else { return nil }
    } else {
      guard let first = label.firstOffset(of: literal, from: start) else { return nil }
      place = first
    }
    let hasSlash = label.firstOffset(of: UInt8(ascii: "/"), in: start..<place) != nil
    return hasSlash ? nil : place + literal.count
  }
}
