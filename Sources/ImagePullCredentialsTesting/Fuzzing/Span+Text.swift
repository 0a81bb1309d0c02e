import ImagePullCredentials

extension String {
  /// The text that `bytes` are in UTF-8; nil if they are none.
  init?(validating bytes: Span<UInt8>) {
    guard let text = try? UTF8Span(validating: bytes) else { return nil }
    self.init(copying: text)
  }
}

extension Span<UInt8> {
  /// The bytes in an array of their own.
  var copied: [UInt8] {
    withUnsafeBufferPointer { Array($0) }
  }
}
