from panel_portal.pages.models.followers import Subscriber, Subscription, Told, new_link_key
from panel_portal.pages.models.search import FruitlessSearch, KnownWord

__all__ = ["FruitlessSearch", "KnownWord", "Subscriber", "Subscription", "Told", "new_link_key"]
