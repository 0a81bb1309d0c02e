/// Standard base64 as Go's `encoding/base64` decodes it.
///
/// Carriage returns and line feeds are skipped anywhere; every other byte outside the alphabet is an error, spaces
/// included. Bits left over in the last character are not checked (Go's encodings are not `Strict`).
package enum Base64 {
  package enum Padding {
    /// `StdEncoding`: the last group is filled up with `=`.
    case required
    /// `RawStdEncoding`: there is no `=` anywhere.
    case absent
  }

  /// The text is not base64; `offset` is the first unexpected byte.
  package struct Failure: Error {
    package let offset: Int
  }

  /// Appends the bytes that `text` encodes. On failure, `output` holds what was decoded before.
  package static func decode(
    _ text: Span<UInt8>, padding: Padding, appendingTo output: inout [UInt8]
  ) throws(Failure) {
    try output.append(addingCapacity: decodedCapacity(of: text)) {
      (bytes: inout OutputSpan<UInt8>) throws(Failure) in
      try decode(text, padding: padding, into: &bytes)
    }
  }

  /// The most bytes that `text` can encode.
  static func decodedCapacity(of text: Span<UInt8>) -> Int { text.count / 4 * 3 + 3 }

  /// Appends the bytes that `text` encodes to `output`, which has room for its
  /// ``decodedCapacity(of:)``.
  static func decode(
    _ text: Span<UInt8>, padding: Padding, into output: inout OutputSpan<UInt8>
  ) throws(Failure) {
    let values = sextets.span
    var group: UInt32 = 0
    var length = 0
    var index = 0
    while index < text.count {
      if length == 0 { index = decodeWholeGroups(text, from: index, values, into: &output) }
      guard index < text.count else { break }
      let byte = text[index]
      let value = values[Int(byte)]
      if value < 64 {
        group = group << 6 | UInt32(value)
        length += 1
        if length == 4 {
          output.appendGroup(group)
          (group, length) = (0, 0)
        }
      } else if byte == UInt8(ascii: "="), padding == .required {
        try checkPadding(of: text, at: index, groupLength: length)
        break
      } else if !isLineBreak(byte) {
        throw Failure(offset: index)
      }
      index += 1
    }
    // Without `=` the end may only come between groups, or, where padding is absent, after two or three characters.
    guard length == 0 || index < text.count || (padding == .absent && length > 1) else {
      throw Failure(offset: text.count)
    }
    if length > 1 { output.append(UInt8(truncatingIfNeeded: group >> (length == 2 ? 4 : 10))) }
    if length > 2 { output.append(UInt8(truncatingIfNeeded: group >> 2)) }
  }

  /// The common case: four characters of the alphabet at a time. Returns where it stopped.
  private static func decodeWholeGroups(
    _ text: Span<UInt8>, from start: Int, _ values: Span<UInt8>,
    into output: inout OutputSpan<UInt8>
  ) -> Int {
    var index = start
    // A group writes four bytes; the next group overwrites the last.
    unsafe output.withUnsafeMutableBufferPointer { room, count in
      while index + 4 <= text.count, count + 4 <= room.count {
        let a = values[Int(text[index])]
        let b = values[Int(text[index + 1])]
        let c = values[Int(text[index + 2])]
        let d = values[Int(text[index + 3])]
        guard a | b | c | d < 64 else { break }
        let group = UInt32(a) << 26 | UInt32(b) << 20 | UInt32(c) << 14 | UInt32(d) << 8
        unsafe UnsafeMutableRawBufferPointer(room).storeBytes(
          of: group.bigEndian, toByteOffset: count, as: UInt32.self)
        count += 3
        index += 4
      }
    }
    return index
  }

  /// Checks that the `=` at `index` fills up a group of `groupLength` characters and that nothing follows.
  private static func checkPadding(
    of text: Span<UInt8>, at index: Int, groupLength: Int
  ) throws(Failure) {
    guard groupLength >= 2 else { throw Failure(offset: index) }
    var missing = 3 - groupLength
    for next in index + 1..<text.count where !isLineBreak(text[next]) {
      guard missing > 0, text[next] == UInt8(ascii: "=") else { throw Failure(offset: next) }
      missing -= 1
    }
    guard missing == 0 else { throw Failure(offset: text.count) }
  }

  private static func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  /// The value of each byte in the alphabet; 64 and more for bytes outside it.
  private static let sextets: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
    return values
  }()

  static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

extension OutputSpan<UInt8> {
  /// Appends the three bytes of 24 bits.
  fileprivate mutating func appendGroup(_ bits: UInt32) {
    append(UInt8(truncatingIfNeeded: bits >> 16))
    append(UInt8(truncatingIfNeeded: bits >> 8))
    append(UInt8(truncatingIfNeeded: bits))
  }
}

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
