import ImagePullCredentials
import KubernetesPulls
import PullDiagnosis
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
  ) async throws -> (steps: [ProviderStep], plugins: PluginDirectory) {
    let plugins = try PluginDirectory([behaviour])
    let providers = plugins.providers(try config(behaviour, extra: attributes), token: token)
    var steps: [ProviderStep] = []
    for pod in pods {
      let image = try ImageReference("registry.example.com/app")
      steps += await providers.lookUp(image, for: pod).steps
    }
    return (steps, plugins)
  }

  @Test func sendsTokenAndAnnotations() async throws {
    let annotations = ["example.com/role": "puller", "example.com/note": "n", "unasked": "u"]
    let (steps, plugins) = try await Self.ask(
      Self.attributes(), [Self.pod("web", annotations: annotations)])
    #expect(steps.map(\.outcome) == [.answered])
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
    let (steps, plugins) = try await Self.ask(
      Self.attributes(), [nil, staticPod, unknown, Self.pod("web", annotations: [:])])
    #expect(
      steps.map(\.outcome) == [
        .noServiceAccount, .noServiceAccount, .serviceAccountNotFound, .missingAnnotation,
      ])
    #expect(steps.map(\.isGated) == [true, true, true, true])
    #expect(plugins.runCount == 0)
  }

  /// What is executed has passed all gates, and is no finding.
  @Test func whoPassesTheGatesIsNoFinding() async throws {
    let image = try ImageReference("registry.example.com/app")
    let (passed, _) = try await Self.ask(
      Self.attributes(), [Self.pod("web", annotations: ["example.com/role": "puller"])])
    #expect(passed.map(\.outcome) == [.answered])
    #expect(passed.compactMap { $0.finding(for: image) } == [])
    let (gated, _) = try await Self.ask(
      Self.attributes(), [Self.pod("web", annotations: ["example.com/roles": "puller"])])
    #expect(gated.compactMap { $0.finding(for: image)?.code } == [.serviceAccountTokenGates])
  }

  @Test func isGatedWithoutToken() async throws {
    struct Refused: Error {}
    let rows: [(CredentialProviders.TokenSource?, ProviderStep.Outcome)] = [
      (nil, .noTokenSource), ({ _ in throw Refused() }, .tokenRefused),
    ]
    for (token, outcome) in rows {
      let (steps, _) = try await Self.ask(Self.attributes(), [Self.pod("web")], token: token)
      #expect(steps.map(\.outcome) == [outcome])
    }
  }

  @Test func asksForStaticPodsWithoutToken() async throws {
    let (steps, plugins) = try await Self.ask(Self.attributes(isRequired: false), [nil])
    #expect(steps.map(\.outcome) == [.answered])
    #expect(!plugins.requests.contains("serviceAccount"))
  }

  @Test func keepsAnswersForOneServiceAccount() async throws {
    let (steps, plugins) = try await Self.ask(
      Self.attributes(),
      [
        Self.pod("a"), Self.pod("b"), Self.pod("a", account: "other"), Self.pod("a", uid: "uid-2"),
        Self.pod("a", annotations: ["example.com/role": "admin"]),
        Self.pod("a", annotations: ["example.com/role": "puller", "unasked": "u"]),
      ])
    #expect(
      steps.map(\.outcome) == [.answered, .cached, .answered, .answered, .answered, .cached])
    #expect(plugins.runCount == 4)
  }

  /// To a `String` the two values are equal, and so are the two keys; to the kubelet they are not.
  @Test func keepsAnswersForOneSpelling() async throws {
    let values = ["\u{E9}", "e\u{301}", "\u{E9}"].map { value in
      Self.pod("a", annotations: ["example.com/role": value])
    }
    let (steps, plugins) = try await Self.ask(Self.attributes(), values)
    #expect(steps.map(\.outcome) == [.answered, .answered, .cached])
    #expect(plugins.runCount == 2)

    let tokens: CredentialProviders.TokenSource = { $0.pod.name == "a" ? "\u{E9}" : "e\u{301}" }
    let pods = [Self.pod("a"), Self.pod("b"), Self.pod("a")]
    let (byToken, _) = try await Self.ask(
      Self.attributes(cacheType: "Token"), pods, token: tokens)
    #expect(byToken.map(\.outcome) == [.answered, .answered, .cached])

    let attributes = Self.attributes()
      .replacing("[\"example.com/role\"]", with: "[\"example.com/Key\"]")
    let keys = ["example.com/Key", "example.com/\u{212A}ey"].map { key in
      Self.pod("a", annotations: [key: "puller"])
    }
    let (byKey, _) = try await Self.ask(attributes, keys)
    #expect(byKey.map(\.outcome) == [.answered, .missingAnnotation])
  }

  @Test func keepsAnswersForOneToken() async throws {
    let (steps, _) = try await Self.ask(
      Self.attributes(cacheType: "Token"), [Self.pod("a"), Self.pod("b"), Self.pod("a")])
    #expect(steps.map(\.outcome) == [.answered, .answered, .cached])
  }

  @Test func refusesTheTokenItself() async throws {
    let token: CredentialProviders.TokenSource = { _ in "fake-service-account-token" }
    let (steps, plugins) = try await Self.ask(
      behaviour: "echo", Self.attributes(), [Self.pod("a"), Self.pod("a")], token: token)
    #expect(steps.map(\.error?.code) == [.echoedToken, .echoedToken])
    #expect(plugins.runCount == 2)

    let (accepted, _) = try await Self.ask(
      behaviour: "echo", Self.attributes(cacheType: "Token"), [Self.pod("a")], token: token)
    #expect(accepted.map(\.outcome) == [.answered])
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
