/// A text that equals only the text of the same bytes, to look things up by that decide about credentials.
///
/// `String` compares by Unicode equivalence: two different names of Secrets could be one key of a dictionary.
package struct ExactText: Sendable, Hashable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (one: Self, other: Self) -> Bool {
    one.text.utf8.span.hasSameBytes(as: other.text.utf8.span)
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(text.utf8.count)
  }
}
