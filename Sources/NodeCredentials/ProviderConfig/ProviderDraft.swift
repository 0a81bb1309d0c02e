import ImagePullCredentials
import KubernetesPulls

/// A provider as its document has it, before it is known to be right. Absent fields are nil or empty.
struct ProviderDraft {
  var origin: CredentialProviderConfig.Origin
  var name = ""
  var apiVersion = ""
  var matchImages: [String] = []
  var defaultCacheDuration: Duration?
  /// The duration stood there and was no duration, which has been reported.
  var hasUnreadableCacheDuration = false
  var arguments: [String] = []
  var environment: [CredentialProviderConfig.EnvironmentVariable] = []
  var token: Token?

  struct Token {
    var audience = ""
    var cacheType = ""
    var requiresServiceAccount: Bool?
    var requiredKeys: [String] = []
    var optionalKeys: [String] = []
  }
}

extension ProviderDraft {
  /// Reads the provider that is next. Of the published versions only v1 has `tokenAttributes`
  /// (Kubernetes: staging/src/k8s.io/kubelet/config/v1/types.go).
  init(
    _ reader: inout StrictReader, hasTokens: Bool, origin: CredentialProviderConfig.Origin
  ) throws(JSONError) {
    self.init(origin: origin)
    let fields = [
      "name", "matchImages", "defaultCacheDuration", "apiVersion", "args", "env",
    ]
    guard
      var object = try reader.beginObject(fields: hasTokens ? fields + ["tokenAttributes"] : fields)
    else { return }
    while let field = try reader.nextField(&object) {
      switch field {
      case "name": name = try reader.string() ?? ""
      case "apiVersion": apiVersion = try reader.string() ?? ""
      case "matchImages": matchImages = try reader.strings()
      case "defaultCacheDuration":
        let before = reader.violations.count
        defaultCacheDuration = try reader.duration()
        hasUnreadableCacheDuration = reader.violations.count > before
      case "args": arguments = try reader.strings()
      case "env": environment = try Self.environment(&reader)
      default: token = try Self.token(&reader)
      }
    }
  }

  private static func environment(
    _ reader: inout StrictReader
  ) throws(JSONError) -> [CredentialProviderConfig.EnvironmentVariable] {
    var variables: [CredentialProviderConfig.EnvironmentVariable] = []
    guard var elements = try reader.beginArray() else { return variables }
    while try reader.nextElement(&elements) {
      guard var object = try reader.beginObject(fields: ["name", "value"]) else { continue }
      var name = ""
      var value = ""
      while let field = try reader.nextField(&object) {
        let text = try reader.string() ?? ""
        if field == "name" { name = text } else { value = text }
      }
      variables.append(.init(name: name, value: value))
    }
    return variables
  }

  private static func token(_ reader: inout StrictReader) throws(JSONError) -> Token? {
    let fields = [
      "serviceAccountTokenAudience", "cacheType", "requireServiceAccount",
      "requiredServiceAccountAnnotationKeys", "optionalServiceAccountAnnotationKeys",
    ]
    guard var object = try reader.beginObject(fields: fields) else { return nil }
    var token = Token()
    while let field = try reader.nextField(&object) {
      switch field {
      case "serviceAccountTokenAudience": token.audience = try reader.string() ?? ""
      case "cacheType": token.cacheType = try reader.string() ?? ""
      case "requireServiceAccount": token.requiresServiceAccount = try reader.bool()
      case "requiredServiceAccountAnnotationKeys": token.requiredKeys = try reader.strings()
      default: token.optionalKeys = try reader.strings()
      }
    }
    return token
  }
}
