public import ImagePullCredentials
public import PullDiagnosis

/// A kubelet's credential providers: asks those that match an image, in the order of the configuration,
/// and keeps their answers as long as these say.
///
/// ```swift
/// let providers = CredentialProviders(
///   config, binDirectory: "/usr/libexec/kubernetes/credential-providers",
///   environment: ["PATH": "/usr/bin:/bin"], now: { Date().timeIntervalSince1970 })
/// let answer = await providers.ask(for: try ImageReference("registry.example.com/app:1"))
/// answer.keyring.credentials(for: image)
/// ```
///
/// Copies share the kept answers. Any number of requests may be made at the same time; those that ask a
/// plugin the same are answered by one execution. A plugin that fails is executed again by the next
/// request, as failures are not kept. (Kubernetes: pkg/credentialprovider/plugin/plugin.go and plugins.go.)
public struct CredentialProviders: Sendable {
  /// The configuration.
  public let config: CredentialProviderConfig
  private let cached: [CachedProvider]
  private let token: TokenSource?

  /// Gives a token of a Pod's ServiceAccount, as the TokenRequest API does.
  public typealias TokenSource = @Sendable (ServiceAccountTokenRequest) async throws -> String

  /// Providers whose plugins are executed only when an image is asked for that they match.
  ///
  /// - Parameters:
  ///   - config: Which providers there are.
  ///   - binDirectory: Where their executables are: the kubelet's `--image-credential-provider-bin-dir`.
  ///   - environment: The kubelet's environment. Plugins get it, and on top of it what the configuration says;
  ///     nothing of this process's own.
  ///   - limits: What a plugin may use before it is stopped.
  ///   - now: The time in seconds since 1970, by which answers expire.
  ///   - token: Where tokens of ServiceAccounts come from. Without it plugins that want one are left out for Pods that
  ///     have a ServiceAccount.
  public init(
    _ config: CredentialProviderConfig, binDirectory: String, environment: [String: String],
    limits: ExecutionLimits = ExecutionLimits(), now: @escaping @Sendable () -> Double,
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

  /// Asks all providers that match, one after the other.
  ///
  /// A cancelled task stops the plugins that nobody else waits for.
  ///
  /// - Parameters:
  ///   - image: The image to be pulled.
  ///   - pod: The Pod that it is for, for providers with ``TokenAttributes``; without one it is as for a static Pod.
  /// - Returns: The credentials, of which not all need to match, and what came of each provider.
  public func ask(for image: ImageReference, pod: PodIdentity? = nil) async -> Answer {
    let name = image.name
    var keyring = Keyring()
    var steps: [ProviderStep] = []
    for (provider, cached) in zip(config.providers, cached) {
      let answer = await ask(cached, provider, name, pod)
      // All answers share one keyring, so that equal keys are tried in the order of the providers.
      if !answer.auth.entries.isEmpty {
        keyring.add(answer.auth, source: .provider(name: provider.name))
      }
      steps.append(ProviderStep(provider: provider.name, outcome: answer.outcome))
    }
    return Answer(
      keyring: keyring, steps: steps,
      findings: config.findings(for: image) + steps.compactMap { $0.finding(for: image) })
  }

  /// What the providers said about one image.
  public struct Answer: Sendable {
    /// The credentials, each from ``CredentialSource/provider(name:)``.
    public let keyring: Keyring
    /// What came of each provider, in the order of the configuration.
    public let steps: [ProviderStep]
    /// What an operator should do: about patterns that almost match, if none does, and about what
    /// came of providers.
    public let findings: [Finding]
  }

  private func ask(
    _ cached: CachedProvider, _ provider: CredentialProviderConfig.Provider, _ image: String,
    _ pod: PodIdentity?
  ) async -> ProviderAnswer {
    guard provider.matches(image) else {
      return ProviderAnswer(auth: DockerConfig(), outcome: .notMatched)
    }
    do throws(Gated) {
      return await cached.ask(try await question(provider, image, pod))
    } catch {
      return ProviderAnswer(auth: DockerConfig(), outcome: .gated(error.gate))
    }
  }

  /// What the plugin is asked. In the kubelet's order: account, annotations, token.
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
      throw Gated(gate: .noToken(audience: attributes.audience))
    }
    question.request.serviceAccountToken = token
    question.request.serviceAccountAnnotations = annotations
    question.account = ProviderCache.AccountKey(
      namespace: pod.namespace, name: account.name, uid: account.metadata.uid ?? "",
      annotations: annotations, token: attributes.cacheType == .token ? token : "")
    return question
  }
}

extension CredentialProviders: CustomStringConvertible, CustomReflectable {
  /// The providers' names.
  public var description: String {
    "CredentialProviders(\(config.providers.map(\.name).joined(separator: ", ")))"
  }

  /// The configuration; not the environment and not the answers that are kept.
  public var customMirror: Mirror {
    Mirror(self, children: ["config": config], displayStyle: .struct)
  }
}

/// A plugin that wants a ServiceAccount's token is not to be executed.
private struct Gated: Error {
  let gate: ProviderStep.Gate
}

extension TokenAttributes {
  /// The annotations that the plugin is told (Kubernetes: plugin.go, `getServiceAccountData`).
  fileprivate func annotations(
    of account: ServiceAccount
  ) throws(Gated) -> [String: String] {
    var told: [String: String] = [:]
    for key in requiredAnnotationKeys {
      guard let value = account.metadata.annotations[key] else {
        throw Gated(gate: .missingAnnotation(key, serviceAccount: account.name))
      }
      told[key] = value
    }
    for key in optionalAnnotationKeys { told[key] = account.metadata.annotations[key] }
    return told
  }
}
