extension RepositoryTests {
  // MARK: - Mistakes

  static let mistakes = [
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

  static let tools = [
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
}
