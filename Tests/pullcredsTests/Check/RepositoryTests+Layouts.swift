extension RepositoryTests {
  static let layouts = [
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
      "64 patches for other objects", ["web.yaml:9:5 warning secret-not-listed"],
      [
        "kustomization.yaml": "resources: [web.yaml, s.yaml]\n" + patches(64),
        "web.yaml": workload(), "s.yaml": secret(),
      ]),
    Repository(
      "65 patches, which are not told apart",
      [
        "kustomization.yaml": "resources: [web.yaml, s.yaml]\n" + patches(65),
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

  /// Patches of lists, each for a Deployment that is not there.
  private static func patches(_ count: Int) -> String {
    (0..<count).reduce("patches:\n") { text, number in
      text + """
        - patch: |
            kind: Deployment
            metadata: {name: other-\(number)}
            spec: {template: {spec: {imagePullSecrets: [{name: regcred}]}}}

        """
    }
  }
}
