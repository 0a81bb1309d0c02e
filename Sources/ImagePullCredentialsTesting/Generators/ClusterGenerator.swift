/// A cluster as `kubectl get pods,deployments,sa,secrets -A -o json` prints it: namespaces with
/// Deployments of several Pods each, pull secrets and other Secrets, and in one namespace out of
/// five a mistake.
///
/// The text is generated in pieces, so a large cluster takes no memory.
///
/// ```swift
/// ClusterGenerator(pods: 10_000, secrets: 2_000, namespaces: 200).write { print($0, terminator: "") }
/// ```
package struct ClusterGenerator: Sendable {
  private let namespaceCount: Int
  private let podsPerNamespace: Int
  private let secretsPerNamespace: Int

  /// The number of Pods of a Deployment.
  package static let replicas = 5

  /// A cluster with these numbers of Pods and Secrets, spread evenly.
  package init(pods: Int, secrets: Int, namespaces: Int) {
    namespaceCount = namespaces
    podsPerNamespace = pods / namespaces
    secretsPerNamespace = secrets / namespaces
  }

  /// A mistake in a namespace.
  package enum Mistake: Int, CaseIterable, Sendable {
    case none, otherPort, opaque, missing, expired
  }

  /// The mistake in namespace `number`.
  package static func mistake(inNamespace number: Int) -> Mistake {
    guard number % 5 == 0 else { return .none }
    return Mistake.allCases[number / 5 % Mistake.allCases.count]
  }

  /// Passes the text to `body`, in order.
  package func write(_ body: (String) -> Void) {
    body("{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n")
    var isFirst = true
    func item(_ text: String) {
      body(isFirst ? text : ",\n\(text)")
      isFirst = false
    }
    let namespaces = (0..<namespaceCount).map { Namespace(number: $0) }
    for namespace in namespaces {
      for number in 0..<podsPerNamespace { item(namespace.pod(number)) }
    }
    for namespace in namespaces {
      for number in 0..<podsPerNamespace / Self.replicas { item(namespace.deployment(number)) }
    }
    for namespace in namespaces { item(namespace.serviceAccount) }
    for namespace in namespaces {
      for number in 0..<secretsPerNamespace { item(namespace.secret(number)) }
    }
    body(
      "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n"
    )
  }
}

// MARK: - Objects

extension ClusterGenerator {
  /// The objects of one namespace, indented as `kubectl` prints the items of a list.
  struct Namespace {
    let number: Int

    private var name: String { "team-\(number)" }
    private var mistake: Mistake { ClusterGenerator.mistake(inNamespace: number) }

    /// The third Deployment pulls from a public registry, the others from the team's own.
    private func image(_ deployment: Int) -> String {
      deployment % 10 == 3
        ? "docker.io/library/redis:7.\(deployment)"
        : "registry.example.com:5000/\(name)/service-\(deployment):1.\(deployment).0"
    }

    func pod(_ pod: Int) -> String {
      let deployment = pod / ClusterGenerator.replicas
      let image = image(deployment)
      let hash = "5d9f7c6b8"
      let owner = "service-\(deployment)-\(hash)"
      let fails = mistake != .none && deployment % 10 != 3
      return """
                {
                    "apiVersion": "v1",
                    "kind": "Pod",
                    "metadata": {
                        "annotations": {
                            "checksum/config": "\(String(repeating: "0f", count: 32))",
                            "prometheus.io/port": "9090",
                            "prometheus.io/scrape": "true"
                        },
                        "creationTimestamp": "2026-11-20T08:\(10 + pod % 50):00Z",
                        "generateName": "\(owner)-",
                        "labels": {
                            "app.kubernetes.io/instance": "service-\(deployment)",
                            "app.kubernetes.io/name": "service-\(deployment)",
                            "pod-template-hash": "\(hash)"
                        },
                        "name": "\(owner)-\(1_000 + pod)",
                        "namespace": "\(name)",
                        "ownerReferences": [
                            {
                                "apiVersion": "apps/v1",
                                "blockOwnerDeletion": true,
                                "controller": true,
                                "kind": "ReplicaSet",
                                "name": "\(owner)",
                                "uid": "00000000-0000-4000-8000-\(100_000_000_000 + number * 1_000 + deployment)"
                            }
                        ],
                        "resourceVersion": "\(40_000_000 + pod)",
                        "uid": "00000000-0000-4000-9000-\(100_000_000_000 + number * 1_000 + pod)"
                    },
        \(spec(image, indent: "            ", isLive: true)),
                    "status": {
                        "conditions": [
        \(["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"]
          .map(condition).joined(separator: ",\n"))
                        ],
                        "containerStatuses": [
                            {
                                "image": "\(image)",
                                "imageID": "",
                                "lastState": {},
                                "name": "app",
                                "ready": \(!fails),
                                "restartCount": 0,
                                "started": \(!fails),
                                "state": {
        \(fails ? waiting(image) : running)
                                },
                                "volumeMounts": [
                                    {
                                        "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
                                        "name": "kube-api-access-x7k2p",
                                        "readOnly": true,
                                        "recursiveReadOnly": "Disabled"
                                    }
                                ]
                            }
                        ],
                        "hostIP": "192.0.2.\(1 + pod % 250)",
                        "hostIPs": [
                            {
                                "ip": "192.0.2.\(1 + pod % 250)"
                            }
                        ],
                        "phase": "\(fails ? "Pending" : "Running")",
                        "podIP": "10.244.\(number % 250).\(1 + pod % 250)",
                        "podIPs": [
                            {
                                "ip": "10.244.\(number % 250).\(1 + pod % 250)"
                            }
                        ],
                        "qosClass": "Burstable",
                        "startTime": "2026-11-20T08:10:00Z"
                    }
                }
        """
    }

    func deployment(_ deployment: Int) -> String {
      """
              {
                  "apiVersion": "apps/v1",
                  "kind": "Deployment",
                  "metadata": {
                      "annotations": {
                          "deployment.kubernetes.io/revision": "1"
                      },
                      "creationTimestamp": "2026-11-20T08:00:00Z",
                      "generation": 1,
                      "name": "service-\(deployment)",
                      "namespace": "\(name)",
                      "uid": "00000000-0000-4000-a000-\(100_000_000_000 + number * 1_000 + deployment)"
                  },
                  "spec": {
                      "replicas": \(ClusterGenerator.replicas),
                      "template": {
                          "metadata": {
                              "creationTimestamp": null,
                              "labels": {
                                  "app.kubernetes.io/name": "service-\(deployment)"
                              }
                          },
      \(spec(image(deployment), indent: "                    ", isLive: false))
                      }
                  },
                  "status": {
                      "observedGeneration": 1,
                      "replicas": \(ClusterGenerator.replicas)
                  }
              }
      """
    }

    var serviceAccount: String {
      """
              {
                  "apiVersion": "v1",
                  "kind": "ServiceAccount",
                  "metadata": {
                      "creationTimestamp": "2026-08-11T10:00:01Z",
                      "name": "default",
                      "namespace": "\(name)",
                      "uid": "00000000-0000-4000-b000-\(100_000_000_000 + number)"
                  }
              }
      """
    }

    /// The first is the pull secret, the others belong to applications.
    func secret(_ secret: Int) -> String {
      let isPullSecret = secret == 0 && mistake != .missing
      let isOpaque = !isPullSecret || mistake == .opaque
      let key = isPullSecret ? ".dockerconfigjson" : "password"
      let value = isPullSecret ? document : "not-a-real-password-\(secret)"
      return """
                {
                    "apiVersion": "v1",
                    "data": {
                        "\(key)": "\(base64(value))"
                    },
                    "kind": "Secret",
                    "metadata": {
                        "creationTimestamp": "2026-08-11T10:12:45Z",
                        "name": "\(isPullSecret ? "regcred" : "app-\(secret)")",
                        "namespace": "\(name)",
                        "uid": "00000000-0000-4000-c000-\(100_000_000_000 + number * 1_000 + secret)"
                    },
                    "type": "\(isOpaque ? "Opaque" : "kubernetes.io/dockerconfigjson")"
                }
        """
    }

    private var document: String {
      let host = mistake == .otherPort ? "registry.example.com" : "registry.example.com:5000"
      let user = mistake == .expired ? "AWS" : "robot-\(number)"
      let password =
        mistake == .expired
        ? base64(#"{"payload":"not-a-real-payload","expiration":1795000000}"#)
        : "not-a-real-password"
      return #"{"auths":{"\#(host)":{"username":"\#(user)","password":"\#(password)","#
        + #""auth":"\#(base64("\(user):\(password)"))"}}}"#
    }
  }
}
