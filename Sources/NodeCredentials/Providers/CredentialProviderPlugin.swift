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
      environment: provider.environment.reduce(into: environment) { $0[$1.name] = $1.value },
      limits: limits)
  }

  /// Runs the plugin once.
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
        .badResponse, provider: name, detail: "the kubelet drops the response: \(error)",
        violations: error.violations, standardError: result.errorOutput)
    }
  }
}
