/// Go's `strings.ToLower`, which decides upstream whether a name "contains upper case".
///
/// It maps scalar by scalar, without the context and the expansions of full case mapping, so U+0130
/// becomes a plain "i", and U+212A KELVIN SIGN a "k". A byte that is not UTF-8 becomes U+FFFD,
/// which counts as a change. Scalars are compared, not strings: as strings, U+212A and "K" are
/// equal.
package enum GoLowercase {
  /// The offset of the first byte that lower-casing changes, or nil.
  static func firstChange(in bytes: Span<UInt8>) -> Int? {
    let ascii = bytes.end(from: 0) { $0.isASCII && !$0.isUppercase }
    guard ascii < bytes.count else { return nil }
    guard !bytes[ascii].isASCII else { return ascii }
    do throws(UTF8.ValidationError) {
      return firstChange(in: try UTF8Span(validating: bytes))
    } catch {
      let invalid = error.byteOffsets.lowerBound
      return firstChange(in: bytes.extracting(first: invalid)) ?? invalid
    }
  }

  /// The text in lower case if that is all ASCII, as the grammar requires.
  package static func ascii(_ bytes: Span<UInt8>) -> [UInt8]? {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var scalars = text.makeUnicodeScalarIterator()
    while let scalar = scalars.next() {
      let lowered = lowercase(scalar)
      guard lowered.isASCII else { return nil }
      result.append(UInt8(truncatingIfNeeded: lowered.value))
    }
    return result
  }

  private static func firstChange(in text: UTF8Span) -> Int? {
    var scalars = text.makeUnicodeScalarIterator()
    while true {
      let offset = scalars.currentCodeUnitOffset
      guard let scalar = scalars.next() else { return nil }
      if lowercase(scalar) != scalar { return offset }
    }
  }

  /// The simple mapping of one scalar.
  ///
  /// The standard library's full mapping differs from it only for U+0130, whose expansion begins
  /// with the simple mapping.
  private static func lowercase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let byte = UInt8(exactly: scalar.value), byte.isASCII {
      return Unicode.Scalar(byte.isUppercase ? byte | 0x20 : byte)
    }
    return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }
}
