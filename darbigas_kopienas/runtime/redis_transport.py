"""Redis as the broker: Kombu's transport, made to notice that Redis went away while a task was in hand.

A task that ends then cannot be acknowledged. Kombu writes that down and goes on counting the message as in hand; with
as many of them as the worker has hands it asks Redis for nothing more, so it never notices the loss nor the return.
Here such a message is let go: its job is done, and when Redis gives it out once more nothing is left to do.
"""

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    def ack(self, delivery_tag: str) -> None:
        try:
            super().ack(delivery_tag)
        except Exception:
            virtual.QoS.ack(self, delivery_tag)  # on our side alone
            raise


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
