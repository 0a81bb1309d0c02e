import ImagePullCredentials
import KubernetesPulls

/// `objects/decode`: decode the output of `kubectl get pods,sa,secrets -o json` for a namespace.
enum ObjectsBenchmarks {
  private static let podCount = 200

  static func run(_ suite: inout Suite) throws {
    guard suite.wants("objects/decode") else { return }
    let json = Array(list().utf8)
    let objects = try KubernetesObjects(json: json)
    try require(objects.pods.count == podCount, "\(objects.pods.count) Pods, not \(podCount)")
    try require(objects.secrets.count == podCount / 5, "\(objects.secrets.count) Secrets")
    suite.run("objects/decode", operations: 1, bytes: json.count) {
      (try? KubernetesObjects(json: json))?.pods.count ?? 0
    }
  }

  private static func list() -> String {
    let items = (0..<podCount).flatMap { number in
      number % 5 == 0 ? [secret(number), pod(number)] : [pod(number)]
    }
    return """
      {
          "apiVersion": "v1",
          "items": [
      \(items.joined(separator: ",\n"))
          ],
          "kind": "List",
          "metadata": {
              "resourceVersion": ""
          }
      }
      """
  }

  private static func secret(_ number: Int) -> String {
    let config = ConfigFixture.dockerConfigJSON(entries: 2, secret: number)
    return """
              {
                  "apiVersion": "v1",
                  "data": {
                      ".dockerconfigjson": "\(ConfigFixture.base64(String(decoding: config, as: UTF8.self)))"
                  },
                  "kind": "Secret",
                  "metadata": {
                      "creationTimestamp": "2026-11-20T09:00:00Z",
                      "name": "pull-\(number)",
                      "namespace": "payments",
                      "uid": "5f0c4a3e-0000-4000-8000-00000000\(1_000 + number)"
                  },
                  "type": "kubernetes.io/dockerconfigjson"
              }
      """
  }

  private static func pod(_ number: Int) -> String {
    let environment = (0..<12).map { variable in
      """
                              {
                                  "name": "SETTING_\(variable)",
                                  "value": "value-\(variable)-of-pod-\(number)"
                              }
      """
    }
    return """
              {
                  "apiVersion": "v1",
                  "kind": "Pod",
                  "metadata": {
                      "creationTimestamp": "2026-11-20T09:00:00Z",
                      "labels": {"app": "payment-api", "pod-template-hash": "7d9f4"},
                      "name": "payment-api-\(number)",
                      "namespace": "payments",
                      "uid": "6f0c4a3e-0000-4000-8000-00000000\(1_000 + number)"
                  },
                  "spec": {
                      "containers": [
                          {
                              "env": [
      \(environment.joined(separator: ",\n"))
                              ],
                              "image": "registry-0.team-\(number).example.com/app:1.\(number)",
                              "imagePullPolicy": "IfNotPresent",
                              "name": "app",
                              "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}}
                          }
                      ],
                      "imagePullSecrets": [{"name": "pull-\(number / 5 * 5)"}],
                      "nodeName": "node-\(number % 7)",
                      "serviceAccountName": "payment-api"
                  },
                  "status": {
                      "conditions": [
                          {"lastTransitionTime": "2026-11-20T09:00:10Z", "status": "True", "type": "Ready"}
                      ],
                      "phase": "Running",
                      "podIP": "10.0.0.\(number)"
                  }
              }
      """
  }
}
