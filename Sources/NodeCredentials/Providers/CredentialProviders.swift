public import ImagePullCredentials
public import KubernetesPulls
public import PullDiagnosis

/// A kubelet's credential providers: calls those that match an image, in the order of the configuration, and caches
/// their responses as long as these say.
///
/// ```swift
/// let providers = CredentialProviders(
///   config, binDirectory: "/usr/libexec/kubernetes/credential-providers",
///   environment: ["PATH": "/usr/bin:/bin"],
///   now: { Timestamp(secondsSince1970: Int64(Date().timeIntervalSince1970)) })
/// let image = try ImageReference("registry.example.com/app:1")
/// let answer = await providers.lookUp(image)
/// answer.keyring.credentials(for: image)
/// ```
///
/// Copies share the cached responses. You can make any number of requests at the same time, and none blocks a thread.
/// Equal requests to a plugin share one execution, and each plugin has at most ``ExecutionLimits/concurrencyLimit``
/// executions at once; other requests are suspended until it is their turn. A plugin that hangs delays only the
/// requests that need it. A plugin that fails is executed again by the next request, since failures are not cached.
/// (Kubernetes: pkg/credentialprovider/plugin/plugin.go and plugins.go.)
///
/// No signal handler is installed. If your process ignores SIGCHLD or reaps all its children itself, a plugin's exit
/// status is not known: a correct response is still used, and processes that the plugin left behind are not killed.
public struct CredentialProviders: Sendable {
  /// The configuration.
  public let config: CredentialProviderConfig
  private let cached: [CachedProvider]
  private let token: TokenSource?

  /// Returns a token of a Pod's ServiceAccount, as the TokenRequest API does.
  public typealias TokenSource = @Sendable (ServiceAccountTokenRequest) async throws -> String

  /// Creates providers. A plugin is executed only for images that it matches.
  ///
  /// - Parameters:
  ///   - config: The configured providers.
  ///   - binDirectory: The directory of their executables: the kubelet's `--image-credential-provider-bin-dir`.
  ///   - environment: The kubelet's environment. Plugins get it, with the variables of the configuration, but not
  ///     this process's own.
  ///   - limits: What a plugin may use before it is stopped.
  ///   - now: The present time, to the second, for the expiry of responses.
  ///   - token: Returns tokens of ServiceAccounts. Without it, plugins that need one are skipped for Pods with a
  ///     ServiceAccount.
  public init(
    _ config: CredentialProviderConfig, binDirectory: String, environment: [String: String],
    limits: ExecutionLimits = ExecutionLimits(), now: @escaping @Sendable () -> Timestamp,
    token: TokenSource? = nil
  ) {
    self.config = config
    self.token = token
    cached = config.providers.map { provider in
      CachedProvider(
        provider,
        plugin: CredentialProviderPlugin(
          provider, binDirectory: binDirectory, environment: environment, limits: limits),
        now: now)
    }
  }

  /// Calls all matching providers, one after the other.
  ///
  /// Cancelling the task stops the plugins that no other request waits for.
  ///
  /// - Parameters:
  ///   - image: The image to be pulled.
  ///   - pod: The Pod that pulls the image, for providers with ``TokenAttributes``; nil for a static Pod.
  /// - Returns: The credentials, not all of which need to match, and the result of each provider.
  public func lookUp(_ image: ImageReference, for pod: PodIdentity? = nil) async -> Answer {
    let name = image.name
    var keyring = Keyring()
    var steps: [ProviderStep] = []
    for (provider, cached) in zip(config.providers, cached) {
      let (step, auth) = await query(cached, provider, name, pod)
      // All answers share one keyring, so that equal keys are tried in the order of the providers.
      if !auth.entries.isEmpty { keyring.add(auth, source: .provider(name: provider.name)) }
      steps.append(step)
    }
    return Answer(
      keyring: keyring, steps: steps,
      findings: config.findings(for: image) + steps.compactMap { $0.finding(for: image) })
  }

  /// The result of the providers for one image.
  public struct Answer: Sendable {
    /// The credentials, each from ``CredentialSource/provider(name:)``.
    public let keyring: Keyring
    /// The result of each provider, in the order of the configuration.
    public let steps: [ProviderStep]
    /// What an operator should do: about patterns that almost match, if none matches, and about providers that gave
    /// nothing.
    public let findings: [Finding]

    /// An answer, for tests.
    ///
    /// - Parameters:
    ///   - keyring: The credentials.
    ///   - steps: The result of each provider.
    ///   - findings: What an operator should do.
    public init(keyring: Keyring, steps: [ProviderStep] = [], findings: [Finding] = []) {
      self.keyring = keyring
      self.steps = steps
      self.findings = findings
    }
  }

  private func query(
    _ cached: CachedProvider, _ provider: CredentialProviderConfig.Provider, _ image: String,
    _ pod: PodIdentity?
  ) async -> (ProviderStep, DockerConfig) {
    guard provider.matches(image) else {
      return (ProviderStep(provider: provider.name, .notMatched), DockerConfig())
    }
    do throws(Gated) {
      switch await cached.answer(try await question(provider, image, pod)) {
      case (.success(let auth), let isKept):
        let step = ProviderStep(
          provider: provider.name, isKept ? .cached : .answered,
          credentialCount: auth.entries.count)
        return (step, auth)
      case (.failure(let error), _):
        return (ProviderStep(provider: provider.name, .failed, error: error), DockerConfig())
      }
    } catch {
      return (ProviderStep(provider: provider.name, gate: error.gate), DockerConfig())
    }
  }

  /// The request to the plugin. In the kubelet's order: account, annotations, token.
  private func question(
    _ provider: CredentialProviderConfig.Provider, _ image: String, _ pod: PodIdentity?
  ) async throws(Gated) -> CachedProvider.Question {
    var question = CachedProvider.Question(request: CredentialProviderRequest(image: image))
    guard let attributes = provider.tokenAttributes else { return question }
    guard let pod, !pod.serviceAccountName.isEmpty else {
      guard !attributes.requiresServiceAccount else { throw Gated(gate: .noServiceAccount) }
      return question
    }
    guard let account = pod.serviceAccount else {
      throw Gated(gate: .serviceAccountNotFound(pod.serviceAccountName))
    }
    let annotations = try attributes.annotations(of: account)
    guard let source = token else {
      throw Gated(gate: .noTokenSource(audience: attributes.audience))
    }
    guard let token = try? await source(.init(audience: attributes.audience, pod: pod)) else {
      throw Gated(gate: .tokenRefused(audience: attributes.audience))
    }
    question.request.serviceAccountToken = ExactText(token)
    question.request.serviceAccountAnnotations = annotations
    question.account = ProviderCache.AccountKey(
      namespace: ExactText(pod.namespace), name: ExactText(account.name),
      uid: ExactText(account.metadata.uid ?? ""), annotations: annotations,
      token: ExactText(attributes.cacheType == .token ? token : ""))
    return question
  }
}

extension CredentialProviders: CustomStringConvertible, CustomReflectable {
  /// The providers' names.
  public var description: String {
    "CredentialProviders(\(config.providers.map(\.name).joined(separator: ", ")))"
  }

  /// The configuration; not the environment and not the cached responses.
  public var customMirror: Mirror {
    Mirror(self, children: ["config": config], displayStyle: .struct)
  }
}

/// A plugin that needs a ServiceAccount's token is skipped.
private struct Gated: Error {
  let gate: ProviderStep.Gate
}

extension TokenAttributes {
  /// The annotations that the plugin receives (Kubernetes: plugin.go, `getServiceAccountData`).
  fileprivate func annotations(
    of account: ServiceAccount
  ) throws(Gated) -> [ExactText: ExactText] {
    let all = account.metadata.annotations
    var told: [ExactText: ExactText] = [:]
    for (key, isRequired) in requiredAnnotationKeys.map({ ($0, true) })
      + optionalAnnotationKeys.map({ ($0, false) })
    {
      // A key that is equal only by Unicode equivalence is a different key.
      if let index = all.index(forKey: key), ExactText(all[index].key) == ExactText(key) {
        told[ExactText(key)] = ExactText(all[index].value)
      } else if isRequired {
        throw Gated(gate: .missingAnnotation(key, serviceAccount: account.name))
      }
    }
    return told
  }
}

// MARK: - The Pod

/// The Pod for which an image is pulled: the parts that plugins receive.
public struct PodIdentity: Sendable, Hashable {
  /// The Pod's namespace, which is also its ServiceAccount's.
  public var namespace: String
  /// The Pod's name; empty if it is not known yet.
  public var name: String
  /// The Pod's UID; empty if it is not known yet.
  public var uid: String
  /// The name of its ServiceAccount; empty for a static Pod, which has none.
  public var serviceAccountName: String
  /// The ServiceAccount; nil if none with that name is known.
  public var serviceAccount: ServiceAccount?

  /// A Pod.
  ///
  /// - Parameters:
  ///   - namespace: Its namespace, and its ServiceAccount's.
  ///   - name: Its name; empty if it is not known yet.
  ///   - uid: Its UID; empty if it is not known yet.
  ///   - serviceAccount: The ServiceAccount that it runs as; without one it is like a static Pod.
  public init(
    namespace: String, name: String, uid: String = "", serviceAccount: ServiceAccount? = nil
  ) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
    self.serviceAccountName = serviceAccount?.name ?? ""
    self.serviceAccount = serviceAccount
  }

  /// The Pod of a resolution, or a future Pod of its workload.
  ///
  /// - Parameter resolution: The resolution of the Pod or workload, with its ServiceAccount.
  public init(_ resolution: PullResolution) {
    let metadata = resolution.subject.metadata
    self.init(namespace: metadata.namespace, name: "")
    if case .pod(let pod) = resolution.subject {
      name = pod.name
      uid = metadata.uid ?? ""
      if pod.isStatic { return }
    }
    serviceAccountName = resolution.subject.podSpec.effectiveServiceAccountName
    serviceAccount = resolution.serviceAccount
  }
}

/// A request for a token of a Pod's ServiceAccount, bound to the Pod.
///
/// Source: `getServiceAccountToken`, pkg/credentialprovider/plugin/plugin.go.
public struct ServiceAccountTokenRequest: Sendable, Hashable {
  /// The audience of the token.
  public let audience: String
  /// The Pod to which the token is bound.
  public let pod: PodIdentity

  /// A request, for tests of a ``CredentialProviders/TokenSource``.
  ///
  /// - Parameters:
  ///   - audience: The audience of the token.
  ///   - pod: The Pod to which the token is bound.
  public init(audience: String, pod: PodIdentity) {
    self.audience = audience
    self.pod = pod
  }
}
