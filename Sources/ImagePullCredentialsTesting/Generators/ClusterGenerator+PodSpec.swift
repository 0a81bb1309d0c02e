import ImagePullCredentials
import KubernetesPulls

extension ClusterGenerator.Namespace {
  /// A pod spec. A live Pod also has what the API server, the scheduler and admission add.
  func spec(_ image: String, indent: String, isLive: Bool) -> String {
    let lines = """
      "spec": {
          "containers": [
              {
                  "args": [
                      "--listen=:8080",
                      "--metrics=:9090"
                  ],
                  "env": [
      \(["LOG_LEVEL", "REGION", "DATABASE_HOST", "DATABASE_NAME", "CACHE_HOST", "FEATURES"]
        .map(variable).joined(separator: ",\n"))
                  ],
                  "image": "\(image)",
                  "imagePullPolicy": "IfNotPresent",
                  "livenessProbe": {
                      "failureThreshold": 3,
                      "httpGet": {
                          "path": "/healthz",
                          "port": 8080,
                          "scheme": "HTTP"
                      },
                      "periodSeconds": 10,
                      "successThreshold": 1,
                      "timeoutSeconds": 1
                  },
                  "name": "app",
                  "ports": [
                      {
                          "containerPort": 8080,
                          "protocol": "TCP"
                      }
                  ],
                  "resources": {
                      "limits": {
                          "memory": "256Mi"
                      },
                      "requests": {
                          "cpu": "100m",
                          "memory": "256Mi"
                      }
                  },
                  "terminationMessagePath": "/dev/termination-log",
                  "terminationMessagePolicy": "File"
              }
          ],
          "dnsPolicy": "ClusterFirst",
          "imagePullSecrets": [
              {
                  "name": "regcred"
              }
          ],
      \(isLive ? admitted : "")    "restartPolicy": "Always",
          "schedulerName": "default-scheduler",
          "securityContext": {},
          "terminationGracePeriodSeconds": 30
      }
      """
    return lines.split(separator: "\n").map { indent + $0 }.joined(separator: "\n")
  }

  private func variable(_ name: String) -> String {
    """
                    {
                        "name": "\(name)",
                        "value": "\(name.lowercased())-of-the-service"
                    }
    """
  }

  /// The additional fields of a live Pod's spec.
  private var admitted: String {
    """
        "nodeName": "node-1",
        "preemptionPolicy": "PreemptLowerPriority",
        "priority": 0,
        "serviceAccount": "default",
        "serviceAccountName": "default",
        "tolerations": [
            {
                "effect": "NoExecute",
                "key": "node.kubernetes.io/not-ready",
                "operator": "Exists",
                "tolerationSeconds": 300
            },
            {
                "effect": "NoExecute",
                "key": "node.kubernetes.io/unreachable",
                "operator": "Exists",
                "tolerationSeconds": 300
            }
        ],
        "volumes": [
            {
                "name": "kube-api-access-x7k2p",
                "projected": {
                    "defaultMode": 420,
                    "sources": [
                        {
                            "serviceAccountToken": {
                                "expirationSeconds": 3607,
                                "path": "token"
                            }
                        },
                        {
                            "configMap": {
                                "items": [
                                    {
                                        "key": "ca.crt",
                                        "path": "ca.crt"
                                    }
                                ],
                                "name": "kube-root-ca.crt"
                            }
                        }
                    ]
                }
            }
        ],

    """
  }

  func condition(_ type: String) -> String {
    """
                        {
                            "lastProbeTime": null,
                            "lastTransitionTime": "2026-11-20T08:10:02Z",
                            "status": "True",
                            "type": "\(type)"
                        }
    """
  }

  var running: String {
    """
                                "running": {
                                    "startedAt": "2026-11-20T08:10:04Z"
                                }
    """
  }

  func waiting(_ image: String) -> String {
    """
                                "waiting": {
                                    "message": "Back-off pulling image \\"\(image)\\": ErrImagePull: failed to resolve reference \\"\(image)\\": failed to authorize: 401 Unauthorized",
                                    "reason": "ImagePullBackOff"
                                }
    """
  }
}

/// `text` in padded base64.
func base64(_ text: String) -> String {
  String(decoding: Base64.encode(text.utf8.span), as: UTF8.self)
}
