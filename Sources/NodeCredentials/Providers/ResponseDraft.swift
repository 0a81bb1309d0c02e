public import ImagePullCredentials

/// A response as the plugin wrote it, before it is known to be right.
struct ResponseDraft {
  private(set) var cacheKeyType: CredentialProviderResponse.CacheKeyType?
  private(set) var cacheDuration: Duration?
  private(set) var entries: [DockerConfig.Entry] = []

  static let kind = "CredentialProviderResponse"
  static let noCacheKeyType = FieldViolation(
    .invalidCacheKeyType, at: "cacheKeyType", "cacheKeyType must be Image, Registry or Global")

  /// Reads the response, and says what is wrong with it.
  mutating func decode(_ bytes: Span<UInt8>, apiVersion: APIVersion) -> [FieldViolation] {
    do throws(JSONError) {
      let meta = try TypeMeta(bytes)
      let violations = Self.violations(of: meta, apiVersion: apiVersion)
      guard violations.isEmpty else { return violations }
      var reader = StrictReader(bytes, names: .publishedOfSecrets)
      try read(&reader)
      return reader.violations + (cacheKeyType == nil ? [Self.noCacheKeyType] : [])
    } catch {
      return [FieldViolation(.invalidJSON, at: "", offset: error.offset, error.code.rawValue)]
    }
  }

  /// The kubelet compares the versions before it decodes anything.
  private static func violations(of meta: TypeMeta, apiVersion: APIVersion) -> [FieldViolation] {
    if meta.apiVersion != apiVersion.rawValue {
      let isOther = APIVersion(rawValue: meta.apiVersion) != nil
      return [
        FieldViolation(
          .wrongAPIVersion, at: "apiVersion", offset: meta.apiVersionOffset,
          "apiVersion must be that of the request, \(apiVersion.rawValue)"
            + (isOther ? ", not \(meta.apiVersion)" : ""))
      ]
    }
    guard meta.kind == kind else {
      return [
        FieldViolation(.wrongKind, at: "kind", offset: meta.kindOffset, "kind must be \(kind)")
      ]
    }
    return []
  }

  private mutating func read(_ reader: inout StrictReader) throws(JSONError) {
    let fields = ["kind", "apiVersion", "cacheKeyType", "cacheDuration", "auth"]
    guard var object = try reader.beginObject(fields: fields) else { return }
    while let field = try reader.nextField(&object) {
      switch field {
      case "cacheKeyType":
        cacheKeyType = try reader.string().flatMap { .init(rawValue: $0) }
      case "cacheDuration": cacheDuration = try reader.duration()
      case "auth": try readAuth(&reader)
      default: _ = try reader.string()
      }
    }
    try reader.expectEnd()
  }

  private mutating func readAuth(_ reader: inout StrictReader) throws(JSONError) {
    guard var map = try reader.beginObject(fields: []) else { return }
    while let key = try reader.nextKey(&map) {
      var username = ""
      var password = ""
      if var object = try reader.beginObject(fields: ["username", "password"]) {
        while let field = try reader.nextField(&object) {
          let text = try reader.string() ?? ""
          if field == "username" { username = text } else { password = text }
        }
      }
      entries.append(.init(registryKey: key, username: username, password: password))
    }
  }
}

extension FieldViolation.Code {
  /// `cacheKeyType` is not `Image`, `Registry` or `Global`.
  public static let invalidCacheKeyType = Self("invalid-cache-key-type")
}
