/// What the API server takes for the names of a kind of objects.
///
/// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, `IsDNS1123Label` and
/// `IsDNS1123Subdomain`, whose parts have no limit of their own.
struct ObjectNameRule: Sendable {
  /// What is named.
  let kind: String
  /// In bytes.
  let maximumLength: Int
  /// Whether there may be several parts, with dots between them.
  let hasParts: Bool

  static let secret = ObjectNameRule(kind: "Secret", maximumLength: 253, hasParts: true)
  static let serviceAccount = ObjectNameRule(
    kind: "ServiceAccount", maximumLength: 253, hasParts: true)
  static let namespace = ObjectNameRule(kind: "Namespace", maximumLength: 63, hasParts: false)

  /// Throws unless `name` follows the rule.
  func check(_ name: String) throws(ObjectNameError) {
    let count = name.utf8.count
    guard count > 0 else { throw ObjectNameError(code: .empty, offset: 0, kind: kind) }
    guard count <= maximumLength else {
      throw ObjectNameError(code: .tooLong, offset: maximumLength, kind: kind)
    }
    // A part begins and ends with a letter or digit.
    var previous = UInt8(ascii: ".")
    for (offset, byte) in name.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where previous != UInt8(ascii: "."): break
      case UInt8(ascii: ".") where hasParts && !previous.isInnerOnly: break
      default: throw ObjectNameError(code: .invalidCharacter, offset: offset, kind: kind)
      }
      previous = byte
    }
    guard !previous.isInnerOnly else {
      throw ObjectNameError(code: .invalidCharacter, offset: count - 1, kind: kind)
    }
  }
}

extension UInt8 {
  /// A hyphen or a dot, which no name and no part of one ends with.
  fileprivate var isInnerOnly: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: ".") }
}
