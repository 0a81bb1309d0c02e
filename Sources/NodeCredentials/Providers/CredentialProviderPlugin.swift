import ImagePullCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#endif

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
    try check(result)
    do throws(CredentialProviderResponse.DecodingError) {
      return try CredentialProviderResponse(json: result.output, apiVersion: apiVersion)
    } catch {
      throw CredentialProviderError(
        .badResponse, provider: name, detail: "the kubelet drops the response: \(error)",
        violations: error.violations, standardError: result.errorOutput)
    }
  }

  private func check(_ result: Command.Result) throws(CredentialProviderError) {
    let limits = command.limits
    let (code, detail): (CredentialProviderError.Code, String)
    switch result.ending {
    case .exited(0): return
    case .exited(let status): (code, detail) = (.failed, "the plugin exited with status \(status)")
    case .signalled(let signal):
      (code, detail) = (.crashed, "the plugin was ended by signal \(signal)")
    case .couldNotStart(let number):
      (code, detail) = (
        .notStarted, "\(command.executable) cannot be started: \(String(cString: strerror(number)))"
      )
    case .timedOut:
      (code, detail) = (.timedOut, "the plugin did not end within \(limits.timeLimit)")
    case .cancelled: (code, detail) = (.cancelled, "nobody waits for the answer any more")
    case .wroteTooMuch:
      (code, detail) = (
        .tooMuchOutput, "the plugin wrote more than \(limits.outputLimit) bytes"
      )
    }
    throw CredentialProviderError(
      code, provider: name, detail: detail, standardError: result.errorOutput)
  }
}
