public import ImagePullCredentials
public import KubernetesPulls
import PullDiagnosis

/// The credentials that Docker would use for an image: `credHelpers`, else `credsStore`, else `auths`.
///
/// The first of the three that is configured for the registry decides alone, as in the Docker command
/// line: a helper that keeps nothing for a registry does not bring its entry in `auths` back, which is
/// most often a stale one. Which helper and which entry that is, `DockerConfig.credentialHelper(for:)` and
/// `DockerConfig.entry(for:by:)` say.
///
/// The kubelet does nothing of this. It reads `auths` only, by rules of its own, and executes no helper, which
/// ``Answer/note`` says.
///
/// A look-up blocks no thread of the caller's. A value and its copies run at most ``ExecutionLimits/concurrencyLimit``
/// helpers at once; further requests are suspended until it is their turn.
public struct DockerCredentials: Sendable {
  /// The configuration, usually `~/.docker/config.json`.
  public let config: DockerConfig
  /// Where it was read from.
  public let path: String
  private let environment: [String: String]
  private let limits: ExecutionLimits
  private let queue: ExecutionQueue

  /// Docker's credentials by a configuration; helpers are executed only when an image is looked up.
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
    queue = ExecutionQueue(places: limits.concurrencyLimit)
  }

  /// What Docker would use for one image.
  public struct Answer: Sendable, Hashable {
    /// The registry as Docker names it.
    public let serverURL: String
    /// Where Docker looks, and what is there.
    public let outcome: Outcome
    /// The helper that is configured for the registry, without `docker-credential-`; nil if none is.
    public let helper: String?
    /// What Docker would send, from ``CredentialSource/helper(name:)`` or ``CredentialSource/file(path:)``; nil if it
    /// has nothing.
    ///
    /// An identity token is in ``DockerConfig/Entry/revealIdentityToken()``.
    public let credential: Credential?
    /// Why the helper did not answer, where that is the outcome.
    public let error: DockerCredentialHelperError?

    fileprivate init(
      _ outcome: Outcome, for serverURL: String, helper: String? = nil,
      credential: Credential? = nil, error: DockerCredentialHelperError? = nil
    ) {
      self.serverURL = serverURL
      self.outcome = outcome
      self.helper = helper
      self.credential = credential
      self.error = error
    }

    /// What a report has to say about it besides the credential; nil if no helper is configured for the registry.
    public var note: String? {
      helper.map { helper in
        "the kubelet ignores \(DockerCredentialHelper.prefix)\(printable(helper)), as all Docker credential "
          + "helpers"
      }
    }
  }

  /// Where Docker looks, and what is there. There may be more one day.
  public struct Outcome: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// An outcome by its name, of this version or another.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A helper keeps credentials for the registry.
    public static let helper = Outcome(rawValue: "helper")
    /// A helper is configured for the registry and keeps nothing for it.
    public static let helperWithoutCredentials = Outcome(rawValue: "helper-without-credentials")
    /// A helper is configured for the registry and did not answer; ``Answer/error`` says why.
    public static let helperFailed = Outcome(rawValue: "helper-failed")
    /// No helper is configured, and `auths` has an entry for the registry.
    public static let auths = Outcome(rawValue: "auths")
    /// No helper is configured, and `auths` has no entry.
    public static let nothing = Outcome(rawValue: "nothing")

    /// All outcomes of this version.
    public static let allCases = [helper, helperWithoutCredentials, helperFailed, auths, nothing]
  }

  /// Looks up what Docker would use for an image. Executes a helper if one is configured for its registry.
  ///
  /// - Parameter image: The image to be pulled.
  /// - Returns: The credential, and how it was found. Linear in the size of the configuration, besides the helper.
  public func lookUp(_ image: ImageReference) async -> Answer {
    let server = image.portableRegistryKey ?? ""
    guard let helper = config.credentialHelper(for: image) else {
      guard let entry = config.entry(for: image, by: .docker) else {
        return Answer(.nothing, for: server)
      }
      return Answer(.auths, for: server, credential: Credential(entry, source: .file(path: path)))
    }
    do throws(DockerCredentialHelperError) {
      let program = try DockerCredentialHelper(
        name: helper, environment: environment, limits: limits, queue: queue)
      guard let kept = try await program.get(serverURL: server) else {
        return Answer(.helperWithoutCredentials, for: server, helper: helper)
      }
      let credential = Credential(kept.entry, source: .helper(name: helper))
      return Answer(.helper, for: server, helper: helper, credential: credential)
    } catch {
      return Answer(.helperFailed, for: server, helper: helper, error: error)
    }
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
