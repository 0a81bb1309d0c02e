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

  private static let secrets = [
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

  private static let makers = [
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

  // MARK: - Layouts

  private static let layouts = [
    Repository(
      "A kustomization puts a resource into its namespace, and not the Secret",
      ["k/web.yaml:11:9 warning other-namespace"],
      [
        "k/kustomization.yaml": "namespace: shop\nresources: [web.yaml]\n",
        "k/web.yaml": workload(namespace: nil, secrets: ["regcred"]),
        "k/s.yaml": secret(namespace: "other"),
      ]),
    Repository(
      "A kustomization puts resources into its namespace, whatever they say",
      [
        "k/kustomization.yaml": "namespace: shop\nresources: [web.yaml, ./s.yaml]\n",
        "k/web.yaml": workload(namespace: nil, secrets: ["regcred"]),
        "k/s.yaml": secret(namespace: "other"),
      ]),
    Repository(
      "An overlay puts what its base has into its namespace",
      ["base/web.yaml:11:9 warning other-namespace"],
      [
        "base/kustomization.yaml": "namespace: base\nresources: [web.yaml]\n",
        "base/web.yaml": workload(namespace: "base", secrets: ["regcred"]),
        "prod/kustomization.yaml": "namespace: prod\nresources: [../base]\n",
        "s.yaml": secret(namespace: "base"),
      ]),
    Repository(
      "Two overlays that put what their base has into different namespaces",
      [
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": workload(namespace: nil, secrets: ["regcred"]),
        "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n",
        "prod/kustomization.yaml": "namespace: prod\nresources: [../base, s.yaml]\n",
        "prod/s.yaml": secret(namespace: nil),
      ]),
    Repository(
      "A SealedSecret that a kustomization puts where it was not sealed for",
      ["k/web.yaml:11:9 warning other-namespace"],
      [
        "k/kustomization.yaml": "namespace: shop\nresources: [web.yaml, s.yaml]\n",
        "k/web.yaml": workload(secrets: ["regcred"]), "k/s.yaml": sealed(namespace: "other"),
      ]),
    Repository(
      "A resource and its Secret in the namespace of the kustomization",
      [
        "k/kustomization.yaml": "namespace: shop\nresources: [web.yaml]\n",
        "k/web.yaml": workload(namespace: nil, secrets: ["regcred"]), "s.yaml": secret(),
      ]),
    Repository(
      "A base without a namespace, and an overlay with a patch",
      [
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": workload(namespace: nil, secrets: ["regcred"]),
        "prod/kustomization.yaml":
          "namespace: prod\nresources: [../base, s.yaml]\npatches: [{path: p.yaml}]\n",
        "prod/s.yaml": secret(namespace: "prod"),
        "prod/p.yaml": workload(namespace: nil, secrets: ["regcrde"]),
      ]),
    Repository(
      "An overlay that adds the list to every Deployment",
      [
        "base/kustomization.yaml": "resources: [web.yaml, api.yaml, s.yaml]\n",
        "base/web.yaml": workload(namespace: nil, secrets: ["regcred"]),
        "base/api.yaml": workload(namespace: nil).replacing("name: web", with: "name: api"),
        "base/s.yaml": secret(namespace: nil),
        "prod/kustomization.yaml": """
        resources: [../base]
        patches:
        - target: {kind: Deployment}
          patch: '[{op: add, path: /spec/template/spec/imagePullSecrets, value: [{name: regcred}]}]'
        """,
      ]),
    Repository(
      "An overlay that adds the list to one Deployment, by its own kind and name",
      ["base/web.yaml:9:5 warning secret-not-listed"],
      [
        "base/kustomization.yaml": "resources: [web.yaml, api.yaml, s.yaml]\n",
        "base/web.yaml": workload(namespace: nil),
        "base/api.yaml": workload(namespace: nil).replacing("name: web", with: "name: api"),
        "base/s.yaml": secret(namespace: nil),
        "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n",
        "prod/p.yaml": workload(namespace: nil, secrets: ["regcred"]).replacing(
          "name: web", with: "name: api"),
      ]),
    Repository(
      "An overlay that adds the list to the ServiceAccount",
      [
        "base/kustomization.yaml": "resources: [web.yaml, a.yaml, s.yaml]\n",
        "base/web.yaml": workload(account: "web"), "base/a.yaml": account("web", secrets: []),
        "base/s.yaml": secret(),
        "prod/kustomization.yaml": """
        resources: [../base]
        patchesJson6902:
        - target: {version: v1, kind: ServiceAccount, name: we.}
          patch: '[{op: add, path: /imagePullSecrets, value: [{name: regcred}]}]'
        """,
      ]),
    Repository(
      "An overlay that adds the list to all of its Deployments, and those of another one",
      ["b/web.yaml:9:5 warning secret-not-listed"],
      [
        "a/kustomization.yaml": """
        resources: [web.yaml]
        patches:
        - target: {kind: Deployment}
          patch: '[{op: add, path: /spec/template/spec/imagePullSecrets, value: [{name: regcred}]}]'
        """,
        "a/web.yaml": workload().replacing("name: web", with: "name: a"),
        "b/kustomization.yaml": "resources: [web.yaml, s.yaml]\n", "b/web.yaml": workload(),
        "b/s.yaml": secret(),
      ]),
    Repository(
      "A component that adds the list to Deployments",
      [
        "base/kustomization.yaml": "resources: [web.yaml, s.yaml]\n", "base/web.yaml": workload(),
        "base/s.yaml": secret(),
        "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../pull]\n",
        "pull/kustomization.yaml": """
        kind: Component
        patches:
        - target: {kind: Deployment}
          patch: '[{op: add, path: /spec/template/spec/imagePullSecrets, value: [{name: regcred}]}]'
        """,
      ]),
    Repository(
      "A patch in a kustomization that replaces a list of another kind's",
      ["web.yaml:9:5 warning secret-not-listed"],
      [
        "kustomization.yaml": """
        resources: [web.yaml, s.yaml]
        patchesStrategicMerge:
        - |
          kind: StatefulSet
          metadata: {name: web}
          spec: {template: {spec: {imagePullSecrets: []}}}
        """,
        "web.yaml": workload(), "s.yaml": secret(),
      ]),
    Repository(
      "A list that is forgotten, beside a kustomization that adds none",
      ["api.yaml:9:5 warning secret-not-listed"],
      [
        "kustomization.yaml": "resources: [web.yaml, api.yaml, s.yaml]\n",
        "web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(),
        "api.yaml": workload().replacing("name: web", with: "name: api"),
      ]),
    Repository(
      "kustomize puts in the image of another registry",
      [
        "kustomization.yaml":
          "resources: [web.yaml]\nimages: [{name: quay.io/acme/web, newName: ghcr.io/acme/web}]\n",
        "web.yaml": workload(secrets: ["regcred"], image: "quay.io/acme/web:1"),
        "s.yaml": secret(),
      ]),
    Repository(
      "kustomize puts in another tag", ["s.yaml:5:14 warning no-matching-key"],
      [
        "kustomization.yaml":
          "resources: [web.yaml]\nimages: [{name: quay.io/acme/web, newTag: '2'}]\n",
        "web.yaml": workload(secrets: ["regcred"], image: "quay.io/acme/web:1"),
        "s.yaml": secret(),
      ]),
    Repository(
      "A Secret that kustomize generates",
      [
        "kustomization.yaml": "resources: [web.yaml]\nsecretGenerator: [{name: regcred}]\n",
        "web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(namespace: "other"),
      ]),
    Repository(
      "No namespace anywhere, and a misspelled name", ["web.yaml:11:9 warning secret-missing"],
      [
        "web.yaml": workload(namespace: nil, secrets: ["regcrde"]),
        "s.yaml": secret(namespace: nil),
      ]),
    Repository(
      "A chart and its values beside manifests",
      [
        "chart/Chart.yaml": "apiVersion: v2\nname: c\n",
        "chart/values.yaml": "imagePullSecrets: []\n",
        "chart/templates/web.yaml": "{{- if .Values.x }}\nkind: Deployment\n{{- end }}\n",
        "loose.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ include \"x\" . }}\n",
        "web.yaml": workload(secrets: ["regcred"]),
      ]),
    Repository(
      "Files of other tools",
      [
        "tsconfig.json": "{\n  // a comment\n  \"a\": 1\n}\n", "package.json": "{}",
        "compose.yml": "services: {web: {image: nginx}}\n", "notes.yaml": "a: [\n",
        ".github/workflows/ci.yaml": "on: [push\n", "web.yaml": workload(secrets: ["regcred"]),
      ]),
    Repository(
      "A List", ["all.yaml:8:25 warning other-namespace"],
      [
        "all.yaml": """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Pod
          metadata: {name: p, namespace: shop}
          spec:
            imagePullSecrets: [{name: regcred}]
            containers: [{name: a, image: ghcr.io/acme/web}]
        - apiVersion: v1
          kind: Secret
          metadata: {name: regcred, namespace: other}
          type: kubernetes.io/dockerconfigjson
          stringData: {.dockerconfigjson: '{"auths":{"ghcr.io":{"auth":"dTpw"}}}'}
        """
      ]),
    Repository(
      "An image that is filled in when the manifest is applied",
      ["web.yaml:15:9 notice invalid-image-name"],
      ["web.yaml": workload(secrets: ["regcred"], image: "${REGISTRY}/web:$TAG")]),
  ]

  // MARK: - Mistakes

  private static let mistakes = [
    Repository(
      "imagePullSecret", ["web.yaml:10:7 warning malformed-reference"],
      ["web.yaml": workload(secrets: ["a"]).replacing("imagePullSecrets", with: "imagePullSecret")]),
    Repository(
      "imagepullsecrets", ["web.yaml:10:7 warning malformed-reference"],
      ["web.yaml": workload(secrets: ["a"]).replacing("imagePullSecrets", with: "imagepullsecrets")]
    ),
    Repository(
      "Strings for objects", ["web.yaml:11:9 error malformed-reference"],
      ["web.yaml": workload(secrets: ["a"]).replacing("- name: a\n", with: "- a\n")]),
    Repository(
      "Names that are a number, a boolean and nothing to YAML",
      [
        "web.yaml:11:9 error malformed-reference", "web.yaml:12:9 error malformed-reference",
        "web.yaml:13:9 warning malformed-reference",
      ],
      ["web.yaml": workload(secrets: ["12345", "on", "~"])]),
    Repository(
      "An item with a namespace", ["web.yaml:12:9 warning malformed-reference"],
      ["web.yaml": workload(secrets: ["a\n        namespace: other"])]),
    Repository(
      "An item with a namespace, whose Secret is in that of the Pod, and in both",
      ["web.yaml:12:9 notice malformed-reference"],
      [
        "web.yaml": workload(secrets: ["regcred\n        namespace: shop"]), "s.yaml": secret(),
        "t.yaml": secret(namespace: "other"),
      ]),
    Repository(
      "An item with a namespace, whose Secret is there and not in that of the Pod",
      ["web.yaml:12:9 warning malformed-reference"],
      [
        "web.yaml": workload(secrets: ["regcred\n        namespace: other"]),
        "s.yaml": secret(namespace: "other"),
      ]),
    Repository(
      "Items with a namespace of ServiceAccounts, with Pods and without",
      ["a.yaml:4:30 warning malformed-reference", "b.yaml:4:30 warning malformed-reference"],
      [
        "web.yaml": workload(account: "web"),
        "a.yaml": account("web", secrets: ["a, namespace: other"]),
        "b.yaml": account("api", secrets: ["b, namespace: other"]),
      ]),
    Repository(
      "Lists that are wrong, of Pods none of whose images is one",
      [
        "api.yaml:10:7 warning malformed-reference", "api.yaml:15:9 error invalid-image-name",
        "web.yaml:11:9 error malformed-reference", "web.yaml:15:9 error invalid-image-name",
      ],
      [
        "web.yaml": workload(secrets: ["a"], image: "acme/Web:1").replacing(
          "- name: a\n", with: "- a\n"),
        "api.yaml": workload(secrets: ["a"], image: "acme/Api:1").replacing(
          "imagePullSecrets", with: "imagePullSecret"
        ).replacing("name: web", with: "name: api"),
      ]),
    Repository(
      "A list that is wrong, of a Pod without images", ["web.yaml:11:9 error malformed-reference"],
      [
        "web.yaml": workload(secrets: ["7"], image: "")
      ]),
    Repository(
      "A list that is there twice",
      ["web.yaml:16:7 error repeated-key"],
      ["web.yaml": workload(secrets: ["a"]) + "      imagePullSecrets: []\n"]),
    Repository(
      "A word that is a boolean",
      ["web.yaml:3:19 error unreadable"],
      ["web.yaml": workload(secrets: ["a"]).replacing("{name: web,", with: "{ name: on,")]),
    Repository(
      "imagePullSecret of a ServiceAccount", ["a.yaml:4:1 warning malformed-reference"],
      [
        "web.yaml": workload(account: "web"), "s.yaml": secret(),
        "a.yaml": account("web", secrets: ["regcred"]).replacing("Secrets:", with: "Secret:"),
      ]),
    Repository(
      "imagepullsecrets, and a spec, of ServiceAccounts that no manifest uses",
      ["a.yaml:4:1 warning malformed-reference", "b.yaml:5:3 warning malformed-reference"],
      [
        "a.yaml": account("a", secrets: ["regcred"]).replacing("PullSecrets", with: "pullsecrets"),
        "b.yaml": account("b", secrets: []).replacing(
          "imagePullSecrets: []", with: "spec:\n  imagePullSecrets: [{name: regcred}]"),
        "c.yaml": account("c", secrets: ["regcred"]).replacing(
          "imagePullSecrets", with: "automountServiceAccountToken: false\nsecrets"),
      ]),
    Repository(
      "Strings in the list of a ServiceAccount that no manifest uses",
      ["a.yaml:4:31 error malformed-reference"],
      [
        "a.yaml": account("web", secrets: ["a", "b"]).replacing("{name: b}", with: "b")
      ]),
    Repository(
      "The Pod's own list hides that of its ServiceAccount",
      ["web.yaml:10:7 warning sa-secrets-not-merged"],
      [
        "web.yaml": workload(secrets: ["other"], account: "web"), "s.yaml": secret(),
        "a.yaml": account("web", secrets: ["regcred"]),
      ]),
    Repository(
      "The ServiceAccount is another one, and not in the repository",
      ["web.yaml:10:7 warning default-sa-trap"],
      [
        "web.yaml": workload(account: "wbe"), "s.yaml": secret(),
        "a.yaml": account("web", secrets: ["regcred"]),
      ]),
    Repository(
      "The ServiceAccount is another one, whose manifest lists nothing",
      ["b.yaml:4:1 warning default-sa-trap"],
      [
        "web.yaml": workload(account: "other"), "s.yaml": secret(),
        "a.yaml": account("web", secrets: ["regcred"]), "b.yaml": account("other", secrets: []),
      ]),
    Repository(
      "A broken document between two others, which are checked",
      [
        "web.yaml:10:7 warning malformed-reference", "web.yaml:29:7 warning malformed-reference",
        "web.yaml:18:11 error unreadable",
      ],
      [
        "web.yaml": workload(secrets: ["a"]).replacing("Secrets", with: "Secret")
          + "---\nkind: Pod\n  metadata: x\n---\n"
          + workload(secrets: ["a"]).replacing("Secrets", with: "Secret").replacing(
            "web", with: "api")
      ]),
    Repository(
      "A manifest without an apiVersion", ["p.yaml:2:1 error unreadable"],
      [
        "p.yaml": workload(secrets: ["a"]).replacing("apiVersion: apps/v1", with: "# nothing"),
        "other.yaml": "kind: Recipe\nmetadata: {name: soup}\n",
      ]),
    Repository(
      "A manifest without an apiVersion that can be read", ["p.yaml:2:1 error unreadable"],
      ["p.yaml": "kind: Pod\n\tmetadata: {name: a}\n"]),
    Repository(
      "A tab", ["web.yaml:9:1 error unreadable"],
      ["web.yaml": workload(secrets: ["a"]).replacing("    spec:", with: "\tspec:")]),
    Repository(
      "A template's mark in quotes, and a tab",
      ["s.yaml:6:1 error unreadable"],
      ["s.yaml": "apiVersion: v1\nkind: Secret\nstringData:\n  a: '{{ .x }}'\n  b: c\n\td: e\n"]),
  ]

  // MARK: - Other tools

  private static let tools = [
    Repository(
      "A Secret in the namespace default, and a Pod elsewhere",
      ["web.yaml:11:9 warning other-namespace"],
      ["web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(namespace: "default")]),
    Repository(
      "A Pod whose list has a Secret that is not in the repository, and another Secret",
      ["web.yaml": workload(secrets: ["elsewhere"]), "s.yaml": secret()]),
    Repository(
      "A policy of Kyverno that copies Secrets",
      [
        "web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(namespace: "platform"),
        "policy.yaml": """
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: sync}
        spec:
          rules:
          - name: sync
            generate:
              kind: Secret
              name: regcred
              namespace: "{{request.object.metadata.name}}"
              clone: {namespace: platform, name: regcred}
        """,
      ]),
    Repository(
      "A policy of Kyverno that adds the list",
      [
        "web.yaml": workload(), "s.yaml": secret(),
        "policy.yaml": """
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: add}
        spec:
          rules:
          - name: add
            mutate: {patchStrategicMerge: {spec: {imagePullSecrets: [{name: regcred}]}}}
        """,
      ]),
    Repository(
      "A policy of Kyverno that asks for the list", ["web.yaml:9:5 warning secret-not-listed"],
      [
        "web.yaml": workload(), "s.yaml": secret(),
        "policy.yaml": """
        apiVersion: kyverno.io/v1
        kind: ClusterPolicy
        metadata: {name: ask}
        spec:
          rules:
          - name: ask
            validate: {pattern: {spec: {imagePullSecrets: [{name: regcred}]}}}
        """,
      ]),
    Repository(
      "A Kustomization of Flux whose patches add the list",
      [
        "apps/web.yaml": workload(), "apps/s.yaml": secret(),
        "apps.yaml": """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: apps, namespace: flux-system}
        spec:
          path: ./apps
          patches:
          - target: {kind: Deployment}
            patch: '[{op: add, path: /spec/template/spec/imagePullSecrets, value: [{name: regcred}]}]'
        """,
      ]),
    Repository(
      "A ClusterSecret, and the Secret of another namespace",
      [
        "web.yaml": workload(secrets: ["regcred"]), "s.yaml": secret(namespace: "platform"),
        "c.yaml":
          "apiVersion: clustersecret.io/v1\nkind: ClusterSecret\nmetadata: {name: regcred}\n",
      ]),
    Repository(
      "Secrets that kubernetes-replicator and Reflector fill in",
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": """
        apiVersion: v1
        kind: Secret
        metadata:
          name: regcred
          namespace: shop
          annotations: {replicator.v1.mittwald.de/replicate-from: platform/regcred}
        type: kubernetes.io/dockerconfigjson
        data: {.dockerconfigjson: e30K}
        """,
      ]),
    Repository(
      "A Secret of another type that Reflector is to fill in",
      ["s.yaml:1:1 warning wrong-secret-type"],
      [
        "web.yaml": workload(secrets: ["regcred"]),
        "s.yaml": """
        apiVersion: v1
        kind: Secret
        metadata:
          name: regcred
          namespace: shop
          annotations: {reflector.v1.k8s.emberstack.com/reflects: platform/regcred}
        """,
      ]),
  ]

  // MARK: - Others

  private static let others = [
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
