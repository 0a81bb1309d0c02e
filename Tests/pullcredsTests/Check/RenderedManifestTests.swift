import Foundation
import Testing

/// What `helm template` and `kustomize build` print, through the commands that read manifests.
@Suite struct RenderedManifestTests {
  /// A chart as `helm template` prints it: a comment before each document, documents that a condition
  /// left empty, a hook.
  private static let chart = """
    ---
    # Source: shop/templates/serviceaccount.yaml
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: web
      labels:
        helm.sh/chart: shop-1.2.0
        app.kubernetes.io/version: "1.2"
    imagePullSecrets:
      - name: regcred
    ---
    # Source: shop/templates/ingress.yaml

    ---
    # Source: shop/templates/secret.yaml
    apiVersion: v1
    kind: Secret
    metadata:
      name: regcred
    type: kubernetes.io/dockerconfigjson
    data:
      .dockerconfigjson: "eyJhdXRocyI6eyJnaGNyLmlvIjp7ImF1dGgiOiJkVHB3In19fQ=="
    ---
    # Source: shop/templates/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      template:
        spec:
          serviceAccountName: web
          containers:
            - name: web
              securityContext:
                {}
              image: "ghcr.io/acme/web:1.2.0"
              imagePullPolicy: IfNotPresent
    ---
    # Source: shop/templates/tests/test-connection.yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: "web-test-connection"
      annotations:
        "helm.sh/hook": test
    spec:
      imagePullSecrets:
      - name: regcrde
      containers:
        - name: wget
          image: ghcr.io/acme/busybox
          command: ['wget']
          args: ['web:80']
      restartPolicy: Never

    """

  /// The chart as editors, systems and pipes change it, and the lines that come before it.
  private static let editions: [(name: String, bytes: Data)] = [
    ("as it is", Data(chart.utf8)),
    ("with the line ends of Windows", Data(chart.replacing("\n", with: "\r\n").utf8)),
    ("with a byte order mark", Data([0xEF, 0xBB, 0xBF]) + Data(chart.utf8)),
    (
      "in UTF-16",
      Data([0xFF, 0xFE]) + Data(chart.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    ),
    ("without the last line end", Data(chart.dropLast(2).utf8)),
    (
      "with empty documents around it",
      Data(("---\n---\n" + chart.dropFirst(4) + "---\n---\n").utf8)
    ),
  ]

  @Test("A chart through check, explain and audit", arguments: editions.indices)
  func readsAChart(edition: Int) throws {
    let (name, bytes) = Self.editions[edition]
    let tree = try FileTree(["chart.yaml": bytes])
    let extraLines = name.contains("empty documents") ? 1 : 0
    let check = try tree.run("check", "chart.yaml", "-n", "shop")
    #expect(
      check.output == """
        chart.yaml:\(48 + extraLines):1: may fail: default-sa-trap
          Pod shop/web-test-connection runs as ServiceAccount default; "regcred", which
          has a key for the image, is listed by ServiceAccount web.
          → Set spec.serviceAccountName to "web".

        chart.yaml:\(50 + extraLines):5: may fail: secret-missing
          Secret shop/regcrde is not in the input; there is "regcred".
          → Did you mean "regcred"? Change the name in spec.imagePullSecrets of Pod
            shop/web-test-connection.

        2 findings in 1 file with 4 objects.

        """, "\(name)")
    #expect(check.status == 1)
    let explain = try tree.run("explain", "deployment/web", "-f", "chart.yaml", "-n", "shop")
    #expect(explain.output.hasPrefix("Deployment shop/web\n"), "\(name)")
    #expect(explain.output.contains("✓ Secret regcred: 1 registry key"))
    #expect(explain.errors == "" && explain.status == 0)
    let audit = try tree.run("audit", "-f", "chart.yaml", "-n", "shop")
    #expect(audit.output.hasPrefix("1 Pod, 2 workloads, 2 images, 1 Secret\n"), "\(name)")
    #expect(audit.output.contains("may fail: secret-missing"))
  }

  @Test("Standard input is read once, and places are found in it") func readsAPipe() throws {
    let result = try Tool.run("check", "-", "-n", "shop", input: Self.chart)
    #expect(result.output.hasPrefix("stdin:48:1: may fail: default-sa-trap\n"))
    #expect(result.output.contains("\nstdin:50:5: may fail: secret-missing\n"))
    #expect(result.status == 1)
  }

  @Test("What kustomize build prints: no comments, generated names") func readsABuild() throws {
    let build = """
      apiVersion: v1
      data:
        .dockerconfigjson: eyJhdXRocyI6eyJnaGNyLmlvIjp7ImF1dGgiOiJkVHB3In19fQ==
      kind: Secret
      metadata:
        name: prod-regcred-5kmg8b2gkt
        namespace: prod
      type: kubernetes.io/dockerconfigjson
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: prod-web
        namespace: prod
      spec:
        template:
          spec:
            containers:
            - image: ghcr.io/acme/web:1.2.0
              name: web
            imagePullSecrets:
            - name: prod-regcred-5kmg8b2gkt
      """
    let tree = try FileTree(["build.yaml": build])
    let check = try tree.run("check", "build.yaml")
    #expect(check.output == "Nothing wrong was found in 1 file with 2 objects.\n")
    let explain = try tree.run("explain", "-f", "build.yaml")
    #expect(explain.output.contains("✓ Secret prod-regcred-5kmg8b2gkt: 1 registry key"))
    let stale = try tree.run(
      "check", "-",
      input: build.replacing(
        "name: prod-regcred-5kmg8b2gkt\n  namespace",
        with: "name: prod-regcred-5kmg8b2gkf\n  namespace"))
    #expect(stale.output.hasPrefix("stdin:22:9: may fail: secret-missing\n"))
  }
}
