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
    if let offset = name.firstByteOutsideName(withParts: hasParts) {
      throw ObjectNameError(code: .invalidCharacter, offset: offset, kind: kind)
    }
  }
}
