public import ImagePullCredentials
public import KubernetesPulls

/// A plugin as it is executed: `<bin directory>/<name> <args>`, request in, response out.
///
/// Source: `ExecPlugin`, pkg/credentialprovider/plugin/plugin.go.
struct CredentialProviderPlugin: Sendable {
  private let name: String
  private let apiVersion: APIVersion
  private let command: Command

  /// The plugin of a provider. Its own variables override those of the same name in `environment`.
  init(
    _ provider: CredentialProviderConfig.Provider, binDirectory: String,
    environment: [String: String], limits: ExecutionLimits
  ) {
    name = provider.name
    apiVersion = provider.apiVersion
    command = Command(
      executable: NodePath.join(binDirectory, provider.name), arguments: provider.arguments,
      environment: Self.variables(environment, replacedBy: provider.environment), limits: limits,
      queue: ExecutionQueue(places: limits.concurrencyLimit))
  }

  /// Names are compared by their bytes, as in the system.
  private static func variables(
    _ environment: [String: String],
    replacedBy own: [CredentialProviderConfig.EnvironmentVariable]
  ) -> [String] {
    var variables: [ExactText: String] = [:]
    for (name, value) in environment { variables[ExactText(name)] = "\(name)=\(value)" }
    for variable in own {
      variables[ExactText(variable.name)] = "\(variable.name)=\(variable.value)"
    }
    return Array(variables.values)
  }

  /// Runs the plugin once, when it is its turn.
  func run(
    _ request: CredentialProviderRequest
  ) async throws(CredentialProviderError) -> CredentialProviderResponse {
    let result = await command.run(input: request.json(apiVersion))
    if let failure = command.failure(of: result) {
      throw CredentialProviderError(
        .init(failure.kind), provider: name, detail: "the plugin \(failure.reason)",
        standardError: result.errorOutput)
    }
    do throws(CredentialProviderResponse.DecodingError) {
      return try CredentialProviderResponse(json: result.output, apiVersion: apiVersion)
    } catch {
      throw CredentialProviderError(
        .badResponse, provider: name,
        detail: "the kubelet drops the response: \(error)\(result.statusHint)",
        violations: error.violations, standardError: result.errorOutput)
    }
  }
}

/// The request on a plugin's standard input.
///
/// Source: staging/src/k8s.io/kubelet/pkg/apis/credentialprovider/v1/types.go. The older versions have no
/// token and no annotations, which the validation of the configuration ensures.
struct CredentialProviderRequest: Sendable, Hashable {
  var image: ExactText
  var serviceAccountToken = ExactText("")
  var serviceAccountAnnotations: [ExactText: ExactText] = [:]

  init(image: String) { self.image = ExactText(image) }

  /// The request as the kubelet writes it: Go's field order, sorted annotations, a line feed at the end.
  func json(_ version: APIVersion) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.name("kind")
    json.string("CredentialProviderRequest")
    json.name("apiVersion")
    json.string(version.rawValue)
    json.name("image")
    json.string(image.text)
    if !serviceAccountToken.text.isEmpty {
      json.name("serviceAccountToken")
      json.string(serviceAccountToken.text)
    }
    if !serviceAccountAnnotations.isEmpty {
      json.name("serviceAccountAnnotations")
      json.beginObject()
      // By the bytes of their keys, as Go sorts maps.
      for (key, value) in serviceAccountAnnotations.sorted(by: { $0.key.text.precedes($1.key.text) }
      ) {
        json.name(key.text)
        json.string(value.text)
      }
      json.endObject()
    }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

// MARK: - The response

/// The response on a plugin's standard output: credentials, and for what and how long they may be cached.
///
/// It is decoded as strictly as in the kubelet, so that you can check a plugin's response:
/// ``init(json:apiVersion:)``. (Kubernetes: plugin.go, `ExecPlugin`.)
public struct CredentialProviderResponse: Sendable, Hashable {
  /// For what the response may be reused.
  public let cacheKeyType: CacheKeyType
  /// How long it may be cached; zero: not at all; nil: as long as the configuration says.
  public let cacheDuration: Duration?
  /// The credentials, in the response's order; empty if `auth` is `null`.
  public let auth: DockerConfig

  /// For what a response may be reused. Complete: the protocol has no other type.
  public enum CacheKeyType: String, Sendable, Hashable, CaseIterable {
    /// The same image, whatever its tag or digest.
    case image = "Image"
    /// All images of the registry.
    case registry = "Registry"
    /// All images for which the plugin is called.
    case global = "Global"
  }

  /// A response, for tests.
  ///
  /// - Parameters:
  ///   - cacheKeyType: For what the response may be reused.
  ///   - cacheDuration: How long it may be cached; zero: not at all; nil: as long as the configuration
  ///     says.
  ///   - auth: The credentials.
  public init(cacheKeyType: CacheKeyType, cacheDuration: Duration? = nil, auth: DockerConfig) {
    self.cacheKeyType = cacheKeyType
    self.cacheDuration = cacheDuration
    self.auth = auth
  }

  /// Decodes a response.
  ///
  /// - Parameters:
  ///   - json: What the plugin wrote.
  ///   - apiVersion: The version of the request, which the response must also have.
  /// - Throws: ``DecodingError`` with all that makes the kubelet drop the response.
  public init(json: [UInt8], apiVersion: APIVersion) throws(DecodingError) {
    var draft = ResponseDraft()
    let violations = draft.decode(json.span, apiVersion: apiVersion)
    if let error = DecodingError(violations) { throw error }
    guard let cacheKeyType = draft.cacheKeyType else {
      throw DecodingError(ResponseDraft.noCacheKeyType)
    }
    self.cacheKeyType = cacheKeyType
    cacheDuration = draft.cacheDuration
    auth = DockerConfig(draft.entries)
  }

  /// Why a kubelet drops a response.
  ///
  /// It contains no output of the plugin, not even names: in an invalid response, anything may be a
  /// secret.
  public struct DecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// All violations, in the order of the response; never empty.
    public let violations: [FieldViolation]
    /// The first violation's rule.
    public let code: FieldViolation.Code

    /// An error, for tests.
    ///
    /// - Parameter violations: All violations. Nil if there are none.
    public init?(_ violations: [FieldViolation]) {
      guard let first = violations.first else { return nil }
      self.violations = violations
      code = first.code
    }

    init(_ violation: FieldViolation) {
      violations = [violation]
      code = violation.code
    }

    /// The violations, one after the other.
    public var description: String {
      violations.map(\.description).joined(separator: "; ")
    }
  }
}

/// A response as the plugin wrote it, before validation.
struct ResponseDraft {
  private(set) var cacheKeyType: CredentialProviderResponse.CacheKeyType?
  private(set) var cacheDuration: Duration?
  private(set) var entries: [DockerConfig.Entry] = []

  static let kind = "CredentialProviderResponse"
  static let noCacheKeyType = FieldViolation(
    .invalidCacheKeyType, at: "cacheKeyType", "cacheKeyType must be Image, Registry or Global")

  /// Reads the response, and returns what is wrong with it.
  mutating func decode(_ bytes: Span<UInt8>, apiVersion: APIVersion) -> [FieldViolation] {
    do throws(JSONError) {
      let meta = try TypeMeta(bytes)
      let violations = Self.violations(of: meta, apiVersion: apiVersion)
      guard violations.isEmpty else { return violations }
      var reader = StrictReader(bytes, names: .publishedOfSecrets)
      try read(&reader)
      return reader.violations + (cacheKeyType == nil ? [Self.noCacheKeyType] : [])
    } catch {
      return [FieldViolation(error, in: bytes)]
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
