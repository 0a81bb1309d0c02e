import ImagePullCredentials

/// A plugin as it is executed: `<bin directory>/<name> <args>`, request in, response out.
///
/// Source: `ExecPlugin`, pkg/credentialprovider/plugin/plugin.go.
struct CredentialProviderPlugin: Sendable {
  private let name: String
  private let apiVersion: APIVersion
  private let command: Command

  /// The plugin of a provider. Its own variables replace those of the same name in `environment`.
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

  /// Names are equal when their bytes are, as for the system.
  private static func variables(
    _ environment: [String: String],
    replacedBy own: [CredentialProviderConfig.EnvironmentVariable]
  ) -> [String] {
    var variables: [ByteText: String] = [:]
    for (name, value) in environment { variables[ByteText(name)] = "\(name)=\(value)" }
    for variable in own {
      variables[ByteText(variable.name)] = "\(variable.name)=\(variable.value)"
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
        code: .init(failure.kind), provider: name, detail: "the plugin \(failure.reason)",
        standardError: result.errorOutput)
    }
    do throws(CredentialProviderResponse.DecodingError) {
      return try CredentialProviderResponse(json: result.output, apiVersion: apiVersion)
    } catch {
      throw CredentialProviderError(
        code: .badResponse, provider: name,
        detail: "the kubelet drops the response: \(error)\(result.statusHint)",
        violations: error.violations, standardError: result.errorOutput)
    }
  }
}

/// What a plugin is asked on its standard input.
///
/// Source: staging/src/k8s.io/kubelet/pkg/apis/credentialprovider/v1/types.go. The older versions have no
/// token and no annotations, which configuration validation makes sure of.
struct CredentialProviderRequest: Sendable, Hashable {
  var image: ByteText
  var serviceAccountToken = ByteText("")
  var serviceAccountAnnotations: [ByteText: ByteText] = [:]

  init(image: String) { self.image = ByteText(image) }

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
      for (key, value) in serviceAccountAnnotations.sorted(by: { $0.key < $1.key }) {
        json.name(key.text)
        json.string(value.text)
      }
      json.endObject()
    }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

/// A text that is equal to another one when their bytes are, as to Go. A `String` is equal to one that has the same
/// characters by Unicode's equivalence, such as another Pod's annotation. (Equal bytes have equal hashes, those of the
/// `String`.)
struct ByteText: Sendable, Hashable, Comparable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (one: Self, other: Self) -> Bool { one.text.hasSameBytes(as: other.text) }

  static func < (one: Self, other: Self) -> Bool {
    one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }
}
