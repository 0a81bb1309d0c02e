public import ImagePullCredentials
import PullDiagnosis

/// The credentials that Docker would use for an image: `credHelpers`, else `credsStore`, else `auths`.
///
/// The first of the three that is configured for the registry decides alone, as in the Docker command
/// line: a helper that keeps nothing for a registry does not bring its entry in `auths` back, which is
/// most often a stale one. Names are compared exactly, without wildcards; that of Docker Hub is
/// `https://index.docker.io/v1/`, that of every other registry its host with its port. (docker/cli:
/// cli/config/configfile/file.go, `getConfiguredCredentialStore`.)
///
/// The kubelet does nothing of this. It reads `auths` only and executes no helper, which ``Answer/note`` says.
public struct DockerCredentials: Sendable {
  /// The configuration, usually `~/.docker/config.json`.
  public let config: DockerConfig
  /// Where it was read from.
  public let path: String
  private let environment: [String: String]
  private let limits: ExecutionLimits

  /// Docker's credentials by a configuration; helpers are executed only when an image is asked for.
  ///
  /// - Parameters:
  ///   - config: The configuration.
  ///   - path: Where it was read from.
  ///   - environment: The environment that helpers get, with the `PATH` in which they are.
  ///   - limits: What a helper may use before it is stopped.
  public init(
    _ config: DockerConfig, path: String, environment: [String: String],
    limits: ExecutionLimits = ExecutionLimits()
  ) {
    self.config = config
    self.path = path
    self.environment = environment
    self.limits = limits
  }

  /// What Docker would use for one image.
  public struct Answer: Sendable {
    /// The registry as Docker names it.
    public let serverURL: String
    /// Where Docker looks, and what is there.
    public let outcome: Outcome
    /// At most one credential, from ``CredentialSource/helper(name:)`` or ``CredentialSource/file(path:)``.
    ///
    /// An identity token is in ``DockerConfig/Entry/revealIdentityToken()``.
    public let keyring: Keyring
    /// The credential's source; nil if there is no credential.
    let source: CredentialSource?

    /// What a report has to say about it besides the credentials; nil if no helper is configured for the registry.
    public var note: String? {
      guard let helper = outcome.helper else { return nil }
      return
        "the kubelet ignores \(DockerCredentialHelper.prefix)\(printable(helper)), as all Docker credential "
        + "helpers"
    }
  }

  /// Where Docker looks, and what is there.
  public enum Outcome: Sendable, Hashable {
    /// A helper keeps credentials for the registry.
    case helper(String)
    /// A helper is configured for the registry and keeps nothing for it.
    case helperWithoutCredentials(String)
    /// A helper is configured for the registry and did not answer.
    case helperFailed(DockerCredentialHelperError)
    /// No helper is configured; the entry of `auths` with this key.
    case auths(registryKey: String)
    /// No helper is configured, and `auths` has no entry.
    case nothing

    /// The helper that is configured for the registry.
    public var helper: String? {
      switch self {
      case .helper(let name), .helperWithoutCredentials(let name): name
      case .helperFailed(let error): error.helper
      case .auths, .nothing: nil
      }
    }
  }

  /// Asks what Docker would ask for an image. Executes a helper if one is configured for its registry.
  public func ask(for image: ImageReference) async -> Answer {
    let server = Self.serverURL(of: image)
    guard let helper = helperName(for: server) else { return answerFromAuths(server) }
    do throws(DockerCredentialHelperError) {
      let program = try DockerCredentialHelper(
        name: helper, environment: environment, limits: limits)
      guard let credentials = try await program.get(serverURL: server) else {
        return answer(server, .helperWithoutCredentials(helper))
      }
      return answer(server, .helper(helper), credentials.entry, .helper(name: helper))
    } catch {
      return answer(server, .helperFailed(error))
    }
  }

  /// The helper that is configured for a registry.
  private func helperName(for server: String) -> String? {
    let own = config.credentialHelpers.last { $0.registry == server }
    let name = own?.helper ?? config.credentialsStore
    // An empty name is how Docker is told to look in the file after all.
    return name.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// docker/cli: cli/config/credentials/file_store.go, `Get`: the key itself, else the first whose host it is.
  private func answerFromAuths(_ server: String) -> Answer {
    let entry =
      config.entries.first { $0.registryKey == server }
      ?? config.entries.first { Self.hostName(ofKey: $0.registryKey) == server }
    guard let entry else { return answer(server, .nothing) }
    return answer(server, .auths(registryKey: entry.registryKey), entry, .file(path: path))
  }

  private func answer(
    _ server: String, _ outcome: Outcome, _ entry: DockerConfig.Entry? = nil,
    _ source: CredentialSource? = nil
  ) -> Answer {
    var keyring = Keyring()
    if let entry, let source { keyring.add(DockerConfig([entry]), source: source) }
    return Answer(serverURL: server, outcome: outcome, keyring: keyring, source: source)
  }

  /// How Docker names the registry of an image.
  static func serverURL(of image: ImageReference) -> String {
    image.isDockerHub ? "https://index.docker.io/v1/" : image.registry
  }

  /// `ConvertToHostname`: without scheme and path.
  private static func hostName(ofKey key: String) -> Substring {
    let scheme = ["https://", "http://"].first(where: key.hasPrefix) ?? ""
    return key.dropFirst(scheme.count).prefix { $0 != "/" }
  }
}

extension DockerCredentials: CustomStringConvertible, CustomReflectable {
  /// The file.
  public var description: String { "DockerCredentials(\(path))" }

  /// The configuration, redacted, and the file; not the environment.
  public var customMirror: Mirror {
    Mirror(self, children: ["config": config, "path": path], displayStyle: .struct)
  }
}
