public import ImagePullCredentials

/// A kubelet's CredentialProviderConfig: which plugins it asks for credentials, for which images.
///
/// A value is always one with which a kubelet starts: whatever the kubelet refuses is refused here,
/// in ``init(json:isServiceAccountTokenEnabled:)`` and ``init(path:isServiceAccountTokenEnabled:)``, with all violations
/// at once. (Kubernetes: pkg/credentialprovider/plugin/config.go.)
///
/// ```swift
/// do {
///   let config = try CredentialProviderConfig(path: "/etc/kubernetes/credential-providers.json")
/// } catch {
///   for violation in error.violations { print(violation) }
/// }
/// ```
public struct CredentialProviderConfig: Sendable, Hashable {
  /// The providers in the order in which they are asked, names being unique.
  public let providers: [Provider]

  /// One plugin.
  public struct Provider: Sendable, Hashable {
    /// The name, which is that of the executable in the kubelet's plugin directory.
    public let name: String
    /// The version in which the plugin is asked and has to answer.
    public let apiVersion: APIVersion
    /// The images for which the plugin is asked.
    public let matchImages: [RegistryPattern]
    /// How long an answer is kept that does not say so itself; zero: not at all.
    public let defaultCacheDuration: Duration
    /// The arguments the plugin is started with. They may hold secrets; descriptions leave them out.
    public let arguments: [String]
    /// Variables on top of the kubelet's environment. Their values may be secret, too.
    public let environment: [EnvironmentVariable]
    /// What the plugin is told about the Pod's ServiceAccount; nil: nothing.
    public let tokenAttributes: TokenAttributes?
    /// The file that the provider was read from, and its place in the list there.
    public let origin: Origin
  }

  /// A variable for a plugin's environment. Of two with one name the later counts.
  public struct EnvironmentVariable: Sendable, Hashable {
    /// The name.
    public let name: String
    /// The value, which may be secret.
    public let value: String
  }

  /// Where a provider is configured.
  public struct Origin: Sendable, Hashable {
    /// The file, if there is one.
    public let file: String?
    /// The place in `providers`, from 0.
    public let index: Int

    /// Such as `providers[0]`.
    public var path: String { "providers[\(index)]" }
  }
}

extension CredentialProviderConfig.Provider {
  /// Whether the plugin is asked for an image, given without tag and digest.
  ///
  /// The names are those a keyring matches, so Docker Hub is `docker.io` here, never
  /// `index.docker.io`. (Kubernetes: plugin.go, `isImageAllowed`.)
  public func matches(_ imageName: String) -> Bool {
    matchImages.contains { $0.matches(normalizedName: imageName) }
  }
}

extension CredentialProviderConfig.Provider: CustomStringConvertible, CustomReflectable {
  /// The name and the images.
  public var description: String {
    "\(name) for \(matchImages.map(\.displayName).joined(separator: ", "))"
  }

  /// Everything but the values of arguments and variables.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "name": name, "apiVersion": apiVersion, "matchImages": matchImages,
        "defaultCacheDuration": defaultCacheDuration, "arguments": "\(arguments.count) redacted",
        "environment": environment, "tokenAttributes": tokenAttributes as Any, "origin": origin,
      ], displayStyle: .struct)
  }
}

extension CredentialProviderConfig.EnvironmentVariable: CustomStringConvertible, CustomReflectable {
  /// The name; never the value.
  public var description: String { "\(name)=(redacted)" }

  /// The name; never the value.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}
