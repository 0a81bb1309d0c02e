import ImagePullCredentials

/// What Kubernetes takes for the key of an annotation: `[prefix/]name`.
///
/// Source: `IsQualifiedName`, staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, of the
/// key in Go's lower case, which makes ASCII of U+0130 and U+212A.
enum QualifiedName {
  /// What is wrong with `key`; empty when it is right. Letters are taken in either case.
  static func violations(in key: String) -> [String] {
    let lowered = GoLowercase.ascii(key.utf8.span).map { String(decoding: $0, as: UTF8.self) }
    let slash = UInt8(ascii: "/")
    let parts = (lowered ?? key).utf8.split(separator: slash, omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return nameViolations(parts[0])
    case 2: return prefixViolations(parts[0]) + nameViolations(parts[1])
    default: return ["a key is a name with at most one prefix before it, as in example.com/name"]
    }
  }

  private static func prefixViolations(_ prefix: Substring.UTF8View) -> [String] {
    if prefix.isEmpty { return ["the part before the / must not be empty"] }
    if prefix.count > 253 { return ["the part before the / must not be longer than 253 bytes"] }
    let labels = prefix.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isSubdomain = labels.allSatisfy { label in
      isDelimited(label) && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
    return isSubdomain ? [] : ["the part before the / must be a DNS subdomain, as example.com is"]
  }

  private static func nameViolations(_ name: Substring.UTF8View) -> [String] {
    if name.isEmpty { return ["the name must not be empty"] }
    var violations: [String] = []
    if name.count > 63 { violations.append("the name must not be longer than 63 bytes") }
    if !isDelimited(name) || !name.allSatisfy(isNameByte) {
      violations.append(
        "the name must consist of letters, digits, '-', '_' and '.', and begin and end with a "
          + "letter or a digit")
    }
    return violations
  }

  private static func isDelimited(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return isAlphanumeric(first) && isAlphanumeric(last)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-_.".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
