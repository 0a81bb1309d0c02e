extension ImageReference: Hashable {
  /// Whether the normalised texts are the same; compares in place, without allocating.
  public static func == (left: ImageReference, right: ImageReference) -> Bool {
    let leftText = left.originalText.utf8.span
    let text = right.originalText.utf8.span
    let leftTail = leftText.extracting(left.layout.nameEnd..<leftText.count)
    let tail = text.extracting(right.layout.nameEnd..<text.count)
    guard leftTail.hasSameBytes(as: tail) else { return false }
    return left.withName { leftRegistry, leftPath in
      right.withName { registry, path in
        leftRegistry.hasSameBytes(as: registry) && leftPath.hasSameBytes(as: path)
      }
    }
  }

  /// Hashes the normalised text in place, without allocating.
  ///
  /// The pieces need no separator: each after the first begins with a byte that the one before it
  /// cannot have.
  public func hash(into hasher: inout Hasher) {
    withName { registry, path in
      hasher.combine(registry)
      hasher.combine(path)
    }
    let text = originalText.utf8.span
    hasher.combine(text.extracting(layout.nameEnd..<text.count))
  }
}

extension Hasher {
  fileprivate mutating func combine(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { combine(bytes: $0) }
  }
}
