extension Span<UInt8> {
  /// Whether both hold the same bytes.
  func hasSameBytes(as other: Span<UInt8>) -> Bool {
    count == other.count && starts(with: other)
  }

  /// Whether the bytes begin with those of `prefix`, the test that Go calls `strings.HasPrefix`.
  func starts(with prefix: Span<UInt8>) -> Bool {
    guard prefix.count <= count else { return false }
    for offset in prefix.indices where self[offset] != prefix[offset] { return false }
    return true
  }
}
