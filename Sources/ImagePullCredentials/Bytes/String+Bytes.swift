// Strings compared as Kubernetes compares them: by their bytes, never by Unicode equivalence.

extension String {
  /// Whether these bytes come before those of `other`, as in Go's `<`.
  package func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }

  /// Whether both have the same UTF-8: `==` also takes what Unicode holds for equivalent.
  package func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether the bytes of `text`, which is not empty, are among these. Linear in both.
  package func hasBytes(_ text: String, ignoringASCIICase: Bool = false) -> Bool {
    utf8.span.firstOffset(of: text.utf8.span, ignoringASCIICase: ignoringASCIICase) != nil
  }
}

extension Hasher {
  /// Feeds the bytes of `text`, and their number, so that two texts in a row cannot run together.
  package mutating func combine(bytesOf text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    combine(text.utf8.count)
  }
}
