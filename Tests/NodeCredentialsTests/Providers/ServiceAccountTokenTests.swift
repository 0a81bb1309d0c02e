import ImagePullCredentials
import Testing

@testable import NodeCredentials

/// Providers that are told about the Pod's ServiceAccount (KEP-4412).
@Suite struct ServiceAccountTokenTests {
  static func attributes(
    cacheType: String = "ServiceAccount", isRequired: Bool = true
  ) -> String {
    """
    , "tokenAttributes": {"serviceAccountTokenAudience": "registry", "cacheType": "\(cacheType)",
      "requireServiceAccount": \(isRequired)
      \(isRequired ? #", "requiredServiceAccountAnnotationKeys": ["example.com/role"]"# : ""),
      "optionalServiceAccountAnnotationKeys": ["example.com/note", "example.com/other"]}
    """
  }

  static func pod(
    _ name: String, account: String = "app", uid: String = "uid-1",
    annotations: [String: String] = ["example.com/role": "puller"]
  ) -> PodIdentity {
    var serviceAccount = ServiceAccount(namespace: "payments", name: account)
    serviceAccount.metadata.uid = uid
    serviceAccount.metadata.annotations = annotations
    return PodIdentity(namespace: "payments", name: name, serviceAccount: serviceAccount)
  }

  /// Gives each Pod a token of its own.
  static let token: CredentialProviders.TokenSource = { "token-\($0.audience)-\($0.pod.name)" }

  static func ask(
    behaviour: String = "good", _ attributes: String, _ pods: [PodIdentity?],
    token: CredentialProviders.TokenSource? = token
  ) async throws -> (outcomes: [ProviderStep.Outcome], plugins: PluginDirectory) {
    let plugins = try PluginDirectory([behaviour])
    let providers = plugins.providers(try config(behaviour, extra: attributes), token: token)
    var outcomes: [ProviderStep.Outcome] = []
    for pod in pods {
      let image = try ImageReference("registry.example.com/app")
      outcomes += await providers.ask(for: image, pod: pod).steps.map(\.outcome)
    }
    return (outcomes, plugins)
  }

  @Test func sendsTokenAndAnnotations() async throws {
    let annotations = ["example.com/role": "puller", "example.com/note": "n", "unasked": "u"]
    let (outcomes, plugins) = try await Self.ask(
      Self.attributes(), [Self.pod("web", annotations: annotations)])
    #expect(outcomes == [.answered(credentials: 1)])
    #expect(
      plugins.requests
        == #"{"kind":"CredentialProviderRequest","#
        + #""apiVersion":"credentialprovider.kubelet.k8s.io/v1","#
        + #""image":"registry.example.com/app","serviceAccountToken":"token-registry-web","#
        + #""serviceAccountAnnotations":{"example.com/note":"n","example.com/role":"puller"}}"#
        + "\n")
  }

  @Test func isGated() async throws {
    var unknown = Self.pod("web")
    unknown.serviceAccount = nil
    let staticPod = PodIdentity(namespace: "payments", name: "static")
    let (outcomes, plugins) = try await Self.ask(
      Self.attributes(), [nil, staticPod, unknown, Self.pod("web", annotations: [:])])
    #expect(
      outcomes == [
        .gated(.noServiceAccount), .gated(.noServiceAccount),
        .gated(.serviceAccountNotFound("app")),
        .gated(.missingAnnotation("example.com/role", serviceAccount: "app")),
      ])
    #expect(plugins.runCount == 0)
  }

  @Test func isGatedWithoutToken() async throws {
    struct Refused: Error {}
    let rows: [(CredentialProviders.TokenSource?, ProviderStep.Gate)] = [
      (nil, .noTokenSource(audience: "registry")),
      ({ _ in throw Refused() }, .noToken(audience: "registry")),
    ]
    for (token, gate) in rows {
      let (outcomes, _) = try await Self.ask(Self.attributes(), [Self.pod("web")], token: token)
      #expect(outcomes == [.gated(gate)])
    }
  }

  @Test func asksForStaticPodsWithoutToken() async throws {
    let (outcomes, plugins) = try await Self.ask(Self.attributes(isRequired: false), [nil])
    #expect(outcomes == [.answered(credentials: 1)])
    #expect(!plugins.requests.contains("serviceAccount"))
  }

  @Test func keepsAnswersForOneServiceAccount() async throws {
    let (outcomes, plugins) = try await Self.ask(
      Self.attributes(),
      [
        Self.pod("a"), Self.pod("b"), Self.pod("a", account: "other"), Self.pod("a", uid: "uid-2"),
        Self.pod("a", annotations: ["example.com/role": "admin"]),
        Self.pod("a", annotations: ["example.com/role": "puller", "unasked": "u"]),
      ])
    #expect(
      outcomes == [
        .answered(credentials: 1), .cached(credentials: 1), .answered(credentials: 1),
        .answered(credentials: 1), .answered(credentials: 1), .cached(credentials: 1),
      ])
    #expect(plugins.runCount == 4)
  }

  @Test func keepsAnswersForOneToken() async throws {
    let (outcomes, _) = try await Self.ask(
      Self.attributes(cacheType: "Token"), [Self.pod("a"), Self.pod("b"), Self.pod("a")])
    #expect(
      outcomes == [.answered(credentials: 1), .answered(credentials: 1), .cached(credentials: 1)])
  }

  @Test func refusesTheTokenItself() async throws {
    let token: CredentialProviders.TokenSource = { _ in "fake-service-account-token" }
    let (outcomes, plugins) = try await Self.ask(
      behaviour: "echo", Self.attributes(), [Self.pod("a"), Self.pod("a")], token: token)
    let refusal = CredentialProviderError(.echoedToken, provider: "", detail: "")
    #expect(outcomes == [.failed(refusal), .failed(refusal)])
    #expect(plugins.runCount == 2)

    let (accepted, _) = try await Self.ask(
      behaviour: "echo", Self.attributes(cacheType: "Token"), [Self.pod("a")], token: token)
    #expect(accepted == [.answered(credentials: 1)])
  }

  @Test func takesThePodOfAResolution() throws {
    var account = ServiceAccount(namespace: "payments", name: "app")
    account.metadata.uid = "uid-1"
    var objects = KubernetesObjects()
    objects.insert(account)
    var pod = Pod(
      metadata: ObjectMetadata(namespace: "payments", name: "web", uid: "uid-2"),
      spec: PodSpec(serviceAccountName: "app"))
    let identity = PodIdentity(objects.resolve(pod, merging: .admission))
    #expect(identity.serviceAccountName == "app")
    #expect(identity.serviceAccount == account)
    #expect(identity.name == "web")
    #expect(identity.uid == "uid-2")

    pod.metadata.annotations = ["kubernetes.io/config.source": "file"]
    let unaccounted = PodIdentity(objects.resolve(pod, merging: .admission))
    #expect(unaccounted.serviceAccountName == "")
    #expect(unaccounted.serviceAccount == nil)
  }
}
