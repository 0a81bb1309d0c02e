public import ImagePullCredentials
import KubernetesPulls

/// The credentials that Docker would use for an image: `credHelpers`, else `credsStore`, else `auths`.
///
/// Only the first of the three that is configured for the registry counts, as in the Docker command line: if a helper
/// has nothing for a registry, the entry in `auths`, usually a stale one, is not used.
/// `DockerConfig.credentialHelper(for:)` and `DockerConfig.entry(for:by:)` return the helper and the entry.
///
/// The kubelet does none of this. It reads only `auths`, with its own rules, and executes no helpers; ``Answer/note``
/// says so.
///
/// A look-up does not block a thread. A value and its copies run at most ``ExecutionLimits/concurrencyLimit`` helpers
/// at once; further requests are suspended until it is their turn.
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
  ///   - environment: The helpers' environment, whose `PATH` contains them.
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
    /// The helper that is configured for the registry, without `docker-credential-`; nil if there is none.
    public let helper: String?
    /// What Docker would send, from ``CredentialSource/helper(name:)`` or ``CredentialSource/file(path:)``; nil if it
    /// has nothing.
    ///
    /// An identity token is in ``DockerConfig/Entry/revealIdentityToken()``.
    public let credential: Credential?
    /// Why the helper failed, if that is the outcome.
    public let error: DockerCredentialHelperError?

    /// An answer, for tests.
    ///
    /// - Parameters:
    ///   - outcome: Where Docker looks, and what is there.
    ///   - serverURL: The registry as Docker names it.
    ///   - helper: The helper that is configured for the registry.
    ///   - credential: What Docker would send.
    ///   - error: Why the helper failed.
    public init(
      _ outcome: Outcome, for serverURL: String, helper: String? = nil,
      credential: Credential? = nil, error: DockerCredentialHelperError? = nil
    ) {
      self.serverURL = serverURL
      self.outcome = outcome
      self.helper = helper
      self.credential = credential
      self.error = error
    }

    /// What a report says in addition to the credential; nil if no helper is configured for the registry.
    public var note: String? {
      helper.map { helper in
        "the kubelet ignores \(DockerCredentialHelper.prefix)\(helper.displayWord), as all Docker credential "
          + "helpers"
      }
    }
  }

  /// Where Docker looks, and what is there. More may be added.
  public struct Outcome: StableCode {
    /// The stable name, in kebab-case.
    public let rawValue: String

    /// An outcome by its name, including names unknown to this version.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A helper keeps credentials for the registry.
    public static let helper = Outcome(rawValue: "helper")
    /// A helper is configured for the registry and has nothing for it.
    public static let helperWithoutCredentials = Outcome(rawValue: "helper-without-credentials")
    /// A helper is configured for the registry and failed; ``Answer/error`` has the reason.
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
  /// - Returns: The credential, and how it was found. Linear in the size of the configuration, without the helper.
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

// MARK: - A helper's answer

/// What a Docker credential helper keeps for one server.
public struct HelperCredentials: Sendable, Hashable {
  /// The requested server.
  public let serverURL: String
  /// The username; `<token>` if the secret is an identity token.
  public let username: String
  private let secret: String

  /// Credentials, for tests.
  ///
  /// - Parameters:
  ///   - serverURL: The requested server.
  ///   - username: The username; ``tokenUsername`` if `secret` is an identity token.
  ///   - secret: The password or the identity token.
  public init(serverURL: String, username: String, secret: String) {
    self.serverURL = serverURL
    self.username = username
    self.secret = secret
  }

  /// Reads a helper's response to `get`; nil if it has nothing.
  package init?(
    serverURL: String, output: [UInt8], of helper: String
  ) throws(DockerCredentialHelperError) {
    self.serverURL = serverURL
    var read = Members()
    try DockerCredentialHelper.decode(output, of: helper) { reader throws(JSONError) in
      try read.read(&reader)
    }
    if read.username.isEmpty && read.secret.isEmpty { return nil }
    username = read.username
    secret = read.secret
  }

  /// The username that helpers return if the secret is an identity token.
  ///
  /// (docker/cli: cli/config/credentials/native_store.go.)
  public static let tokenUsername = "<token>"

  /// Whether the secret is not a password but an identity token, which the registry's token server exchanges for
  /// others.
  public var isIdentityToken: Bool { username.hasSameBytes(as: Self.tokenUsername) }

  /// The password or the identity token. A secret.
  public func revealSecret() -> String { secret }

  /// The same as an entry of a docker config.
  package var entry: DockerConfig.Entry {
    isIdentityToken
      ? DockerConfig.Entry(registryKey: serverURL, identityToken: secret)
      : DockerConfig.Entry(registryKey: serverURL, username: username, password: secret)
  }
}

extension HelperCredentials: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private var displayUsername: String {
    TokenShape.isSecret(username: username, password: secret) ? "***" : username
  }

  /// Server and username; never the secret.
  public var description: String {
    "\(RegistryPattern.displayKey(of: serverURL)) (username \(displayUsername.printable), secret redacted)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Server and username; never the secret.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "serverURL": RegistryPattern.displayKey(of: serverURL), "username": displayUsername,
        "secret": "redacted",
      ], displayStyle: .struct)
  }
}

/// The members of the response to `get`.
private struct Members {
  var username = ""
  var secret = ""

  /// Reads the next value as Go's `encoding/json` does: names are case-insensitive, unknown ones are ignored, the last
  /// of several counts, and `null` changes nothing.
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    guard try !reader.consumeNull() else { return }
    var members = try reader.beginObject()
    while let name = try reader.nextName(&members) {
      if reader.names(name, "Username") {
        if try !reader.consumeNull() { username = reader.text(try reader.string()) }
      } else if reader.names(name, "Secret") {
        if try !reader.consumeNull() { secret = reader.text(try reader.string()) }
      } else if reader.names(name, "ServerURL") {
        // It has to be a string; Docker uses the requested server instead.
        if try !reader.consumeNull() { _ = try reader.string() }
      } else {
        try reader.skipValue()
      }
    }
  }
}
