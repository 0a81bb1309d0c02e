extension String {
  /// Whether the API server takes the text for the name of a Secret, a ServiceAccount or a Pod: a DNS
  /// subdomain in lower case.
  ///
  /// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, `IsDNS1123Subdomain`.
  package var isObjectName: Bool {
    (1...253).contains(utf8.count) && firstByteOutsideName(withParts: true) == nil
  }

  /// The offset of the first byte that no such name has there; the last byte's if the text ends
  /// with one that only stands inside. `withParts` allows several parts, with dots between them.
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
  /// A hyphen or a dot, which no name and no part of one ends with.
  fileprivate var isInnerOnly: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: ".") }
}
