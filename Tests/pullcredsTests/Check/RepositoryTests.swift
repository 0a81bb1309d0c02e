import Foundation
import Testing

/// What `check` says of repositories as people lay them out. Each has one thing that is right or wrong; the
/// rest is as it should be.
@Suite struct RepositoryTests {
  /// A repository, and the findings: place, and code or the beginning of an error.
  struct Repository: Sendable, CustomStringConvertible {
    let description: String
    let files: [String: String]
    let findings: [String]

    init(_ description: String, _ findings: [String], _ files: [String: String]) {
      self.description = description
      self.files = files
      self.findings = findings
    }

    /// A repository in which nothing is wrong.
    init(_ description: String, _ files: [String: String]) { self.init(description, [], files) }
  }

  @Test(arguments: secrets + makers + layouts + mistakes + tools + others)
  func findsWhatIsWrong(repository: Repository) throws {
    let tree = try FileTree(repository.files)
    let result = try tree.run("check", ".", "-o", "github", "--at", "2026-11-20T09:00:00Z")
    let command = #/::([a-z]+) file=([^,]*),line=(\d+),col=(\d+),title=([^:]*)::.*/#
    let found = result.output.split(separator: "\n").map { line in
      line.wholeMatch(of: command).map { "\($0.2):\($0.3):\($0.4) \($0.1) \($0.5)" }
    }
    #expect(found == repository.findings, "\(result.output)\(result.errors)")
    let fails = repository.findings.contains { !$0.contains(" notice ") }
    #expect(result.status == (fails ? 1 : 0))
  }

  // MARK: - Secrets

  static let secrets = [
    Repository(
      "Secrets that nobody keeps in Git", ["web.yaml": workload(secrets: ["regcred"])]),
    Repository(
      "The Secret is in the namespace next door",
      ["a/web.yaml:11:9 warning other-namespace"],
      [
        "a/web.yaml": workload(namespace: "a", secrets: ["regcred"]),
        "b/s.yaml": secret(namespace: "b"),
      ]),
    Repository(
      "Two Pods list a Secret of the namespace next door",
      ["a/api.yaml:11:9 warning other-namespace", "a/web.yaml:11:9 warning other-namespace"],
      [
        "a/web.yaml": workload(namespace: "a", secrets: ["regcred"]),
        "a/api.yaml": workload(namespace: "a", secrets: ["regcred"]).replacing(
          "name: web", with: "name: api"),
        "b/s.yaml": secret(namespace: "b"),
      ]),
    Repository(
      "Each namespace has its own",
      [
        "a/web.yaml": workload(namespace: "a", secrets: ["regcred"]),
        "a/s.yaml": secret(namespace: "a"),
        "b/web.yaml": workload(namespace: "b", secrets: ["regcred"]),
        "b/s.yaml": secret(namespace: "b"),
      ]),
    Repository(
      "The name is misspelled", ["web.yaml:11:9 warning secret-missing"],
      ["web.yaml": workload(secrets: ["regcrde"]), "s.yaml": secret()]),
    Repository(
      "The Secret has another type", ["s.yaml:4:1 warning wrong-secret-type"],
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": secret().replacing("kubernetes.io/dockerconfigjson", with: "Opaque"),
      ]),
    Repository(
      "The list has a Secret for another registry only",
      ["s.yaml:5:14 warning no-matching-key"],
      ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(registry: "quay.io")]),
    Repository(
      "Values that are filled in when the manifest is applied",
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": """
        apiVersion: v1
        kind: Secret
        metadata: {name: regcred, namespace: shop}
        type: kubernetes.io/dockerconfigjson
        stringData: {.dockerconfigjson: "${DOCKER_CONFIG}"}
        """,
        "t.yaml": """
        apiVersion: v1
        kind: Secret
        metadata: {name: other, namespace: shop}
        type: kubernetes.io/dockerconfigjson
        data: {.dockerconfigjson: "<path:secret/data/registry#config>"}
        """,
      ]),
    Repository(
      "Plain text where base64 belongs",
      [
        "s.yaml:5:27 error unreadable"
      ],
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": secret().replacing("stringData", with: "data"),
      ]),
    Repository(
      "A Secret that SOPS keeps, and one of its name elsewhere",
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": secret() + "sops: {mac: 'ENC[x]', version: 3.9.0}\n",
        "other.yaml": secret(namespace: "other"),
      ]),
    Repository(
      "A Secret that Reflector copies",
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": secret(namespace: "platform").replacing(
          "namespace: platform",
          with:
            "namespace: platform, annotations: {reflector.v1.k8s.emberstack.com/reflection-auto-enabled: 'true'}"
        ),
      ]),
  ]

  // MARK: - What makes Secrets

  static let makers = [
    Repository(
      "A sealed Secret", ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": sealed()]),
    Repository(
      "A Secret sealed for another namespace", ["web.yaml:11:9 warning other-namespace"],
      ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": sealed(namespace: "other")]),
    Repository(
      "A sealed Secret of another type", ["s.yaml:6:14 warning external-secret-type"],
      ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": sealed(type: "Opaque")]),
    Repository(
      "What SealedSecrets and ExternalSecrets make is copied by Reflector",
      [
        "web.yaml": workload(secrets: ["regcred", "other"]),
        "s.yaml": sealed(namespace: "platform").replacing(
          "metadata: {name: regcred}",
          with:
            "metadata: {annotations: {reflector.v1.k8s.emberstack.com/reflection-allowed: 'true'}}"
        ),
        "t.yaml": external(namespace: "platform").replacing("name: regcred", with: "name: other")
          .replacing(
            "template: {",
            with:
              "template: {metadata: {annotations: {replicator.v1.mittwald.de/replicate-to: shop}}, "
          ),
      ]),
    Repository(
      "An ExternalSecret", ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": external()]),
    Repository(
      "An ExternalSecret in another namespace", ["web.yaml:11:9 warning other-namespace"],
      ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": external(namespace: "other")]),
    Repository(
      "An ExternalSecret without a template", ["s.yaml:6:3 warning external-secret-type"],
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": external().replacing(
          ", template: {type: kubernetes.io/dockerconfigjson}", with: ""),
      ]),
    Repository(
      "The name of what an ExternalSecret makes is misspelled",
      ["s.yaml:6:12 notice external-secret-unused", "web.yaml:11:9 warning secret-missing"],
      ["web.yaml": workload(secrets: ["regcrde"]), "s.yaml": external()]),
    Repository(
      "A token that is not refreshed in time", ["s.yaml:5:3 warning external-secret-refresh"],
      [
        "web.yaml": workload(
          secrets: ["regcred"], image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1"),
        "s.yaml": external(refresh: "24h"),
      ]),
    Repository(
      "What Vault's operator makes has another type", ["s.yaml:4:37 warning external-secret-type"],
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": """
        apiVersion: secrets.hashicorp.com/v1beta1
        kind: VaultStaticSecret
        metadata: {name: registry, namespace: shop}
        spec: {destination: {name: regcred, type: Opaque}}
        """,
      ]),
    Repository(
      "A ClusterExternalSecret, and the Secret of another namespace",
      [
        "web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(namespace: "platform"),
        "c.yaml": """
        apiVersion: external-secrets.io/v1
        kind: ClusterExternalSecret
        metadata: {name: registry}
        spec: {externalSecretSpec: {target: {name: regcred}}}
        """,
      ]),
  ]

  // MARK: - Others

  static let others = [
    Repository(
      "A ServiceAccount's list is enough",
      [
        "web.yaml": workload(account: "web"), "s.yaml": secret(),
        "a.yaml": account("web", secrets: ["regcred"]),
      ]),
    Repository(
      "A ServiceAccount lists what none of its Pods can use",
      ["a.yaml:4:38 notice service-account-secret-unused"],
      [
        "web.yaml": workload(account: "web"), "s.yaml": secret(),
        "t.yaml": secret("other", registry: "quay.io"),
        "a.yaml": account("web", secrets: ["regcred", "other"]),
      ]),
    Repository(
      "Who lists nothing, while a neighbour does", ["api.yaml:13:9 warning no-pull-secret"],
      [
        "web.yaml": workload(secrets: ["elsewhere"]),
        "api.yaml": workload(image: "ghcr.io/acme/api:1").replacing("name: web", with: "name: api"),
      ]),
    Repository(
      "Objects of operators",
      [
        "release.yaml": """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: a, namespace: shop}
        spec: {values: {imagePullSecrets: [{name: regcred}]}}
        """,
        "app.yaml": """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: a, namespace: argocd}
        spec: {destination: {namespace: shop}}
        """,
        "rollout.yaml": workload(secrets: ["a"]).replacing(
          "kind: Deployment", with: "kind: Rollout"
        )
        .replacing("apps/v1", with: "argoproj.io/v1alpha1"),
      ]),
  ]
}
