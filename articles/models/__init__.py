from articles.models.article import ArticlePage, ArticleSource, RelatedArticle
from articles.models.index import ArticleIndexPage
from articles.models.topic import Topic

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleSource",
    "RelatedArticle",
    "Topic",
]
