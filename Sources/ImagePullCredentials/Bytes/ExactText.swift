// Strings compared as Kubernetes compares them: by their bytes, never by Unicode equivalence.

/// A text that equals only a text with the same bytes: the key for look-ups that decide about
/// credentials.
///
/// `String` compares by Unicode equivalence: two different names of Secrets could be one key of a dictionary.
package struct ExactText: Sendable, Hashable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (one: Self, other: Self) -> Bool {
    one.text.utf8.span.hasSameBytes(as: other.text.utf8.span)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytesOf: text)
  }
}

extension String {
  /// Whether both have the same UTF-8: `==` also accepts what is equivalent in Unicode.
  package func hasSameBytes(as other: String) -> Bool {
    utf8.span.hasSameBytes(as: other.utf8.span)
  }

  /// Whether the bytes of `text`, which is not empty, are among these. Linear in both.
  package func hasBytes(_ text: String, ignoringASCIICase: Bool = false) -> Bool {
    utf8.span.firstOffset(of: text.utf8.span, ignoringASCIICase: ignoringASCIICase) != nil
  }

  /// Whether these bytes come before those of `other`, as in Go's `<`.
  package func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension Hasher {
  /// Feeds the bytes of `text` and their count, so that two consecutive texts cannot run together.
  package mutating func combine(bytesOf text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    combine(text.utf8.count)
  }
}

extension String {
  /// Whether the API server accepts the text as the name of a Secret, a ServiceAccount or a Pod: a
  /// DNS subdomain in lower case.
  ///
  /// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, `IsDNS1123Subdomain`.
  package var isObjectName: Bool {
    (1...253).contains(utf8.count) && firstByteOutsideName(withParts: true) == nil
  }

  /// The offset of the first byte that is not allowed in such a name; that of the last byte if it
  /// is not allowed at the end. `withParts` allows several parts, with dots between them.
  package func firstByteOutsideName(withParts: Bool) -> Int? {
    // A part begins and ends with a letter or digit.
    var previous = UInt8(ascii: ".")
    for (offset, byte) in utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where previous != UInt8(ascii: "."): break
      case UInt8(ascii: ".") where withParts && !previous.isInnerOnly: break
      default: return offset
      }
      previous = byte
    }
    return previous.isInnerOnly ? max(0, utf8.count - 1) : nil
  }
}

extension UInt8 {
  /// A hyphen or a dot: neither a name nor a part of a name ends with one.
  fileprivate var isInnerOnly: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: ".") }
}
